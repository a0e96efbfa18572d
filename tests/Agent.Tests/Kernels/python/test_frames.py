"""The frames of the driver's protocol, and the values in them."""
import json
import struct
import unittest

import driver_path  # noqa: F401

from ide_kernel import frames, values
from ide_kernel.introspection import from_utf16, to_utf16


class Frames(unittest.TestCase):
    def test_any_split_of_the_bytes_gives_the_same_messages(self):
        messages = [{"type": "a", "text": "äß😀"}, {"type": "b"}, {"type": "c", "list": list(range(50))}]
        stream = b"".join(map(frames.encode, messages))
        for size in range(1, len(stream) + 1):
            decoder, found = frames.Decoder(), []
            for at in range(0, len(stream), size):
                found += decoder.feed(stream[at:at + size])
            self.assertEqual(found, messages)

    def test_a_frame_that_is_too_large_is_refused_on_both_sides(self):
        with self.assertRaises(frames.FrameTooLarge):
            frames.encode({"type": "x", "text": "x" * frames.MAX_FRAME_BYTES})
        with self.assertRaises(frames.FrameTooLarge):
            frames.Decoder().feed(struct.pack("<I", frames.MAX_FRAME_BYTES + 1))

    def test_half_a_character_is_no_reason_to_lose_a_frame(self):
        self.assertEqual(json.loads(frames.encode({"type": "x", "text": "a\ud83d"})[4:])["text"], "a?")


class Values(unittest.TestCase):
    def test_what_has_no_bound_is_refused(self):
        endless = []
        endless.append(endless)
        deep = None
        for _ in range(values.MAX_DEPTH + 2):
            deep = [deep]
        for value in (endless, deep, [0] * (values.MAX_ITEMS + 1), ["x" * (values.MAX_TEXT + 1)], [object()], {"a": {1, 2}}):
            with self.assertRaises(values.Unrepresentable):
                values.to_json(value)

    def test_the_same_list_twice_is_no_cycle(self):
        inner = [1]
        self.assertEqual(values.to_json([inner, inner]), [[1], [1]])


class Cursor(unittest.TestCase):
    def test_positions_count_as_browsers_do(self):
        text = "a😀b"
        self.assertEqual([from_utf16(text, units) for units in (0, 1, 3, 4)], [0, 1, 2, 3])
        self.assertEqual([to_utf16(text, index) for index in range(4)], [0, 1, 3, 4])


if __name__ == "__main__":
    unittest.main()
