"""What travels between a driver and the Agent, on two private pipes, one a direction.

A frame is
    4 bytes  length of the JSON, little endian
    JSON     one UTF-8 object; its "type" says what it is

A frame of more than 64 MiB is refused by both sides.

From the Agent
    execute        {id, code, env?, figureFormats?, firstLine?}  id: a number that rises with every execution of the
                   context; firstLine: where the code begins in its file, for the line numbers of errors
    interrupt      {id}: stop that execution; a SIGINT follows (Python). An id that is over is ignored
    barrier_ack    {barrier}: everything up to that barrier has been read
    input_reply    {value} or {eof: true}: the answer to the last input_request
    complete       {request, code, cursor}  cursor: in UTF-16 code units, as browsers and .NET count
    inspect        {request, code, cursor}
    variables      {request}
    table          {request, name, offset, limit, columnOffset, columnLimit, sort[{column, descending}],
                   filter[{column, op, value}]}

From the driver
    ready          {pid, language, version}
    result         {execution, barrier, data{mime: value}, metadata}: the last expression's value
    display        the same: something shown on the way; displayId names it for later updates
    update_display the same: replaces what is shown under displayId
    clear_output   {execution, barrier, wait}
    error          {execution, ename, evalue, traceback[], lineNumber?}
    input_request  {execution, barrier, prompt, password}
    done           {execution, executionCount, memory}: the driver is idle again; memory: what is resident, in bytes
    broken         {reason}: code has taken away what the driver needs, so it ends (JavaScript)
    reply          {request, ...}: the answer to complete, inspect, variables or table

In result and display, "data" holds text by MIME type, JSON types as JSON, and binary types as base64: that is the form in
which IPython has them and in which clients get them. Two MIME types are ours: application/vnd.ide.chart+json and
application/vnd.ide.table+json.

Text on stdout and stderr is no message: the Agent reads the descriptors themselves. A frame with a barrier keeps their
order: the driver flushes before it, and does nothing until the Agent, having drained both descriptors and recorded the
frame, acknowledges it.
"""
import json
import struct

HEADER = struct.Struct("<I")
MAX_FRAME_BYTES = 64 * 1024 * 1024

# Of a value in a message. The Agent takes a message nested deeper than 64 for one that no driver of ours has made.
MAX_DEPTH = 60
CONTAINERS = (dict, list, tuple)


class FrameTooLarge(ValueError):
    """The message would pass MAX_FRAME_BYTES. Nothing of it was sent."""


def encode(message):
    """The frame's bytes. Raises ValueError for a value that JSON has no form for, as NaN."""
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8", "replace")
    if len(body) > MAX_FRAME_BYTES:
        raise FrameTooLarge(f"{len(body):,} bytes")
    return HEADER.pack(len(body)) + body


def is_too_deep(value):
    """Whether a value is nested deeper than MAX_DEPTH, or refers to itself. What is shared is looked at once a level."""
    level = [value] if isinstance(value, CONTAINERS) else []
    for _ in range(MAX_DEPTH):
        level = list({
            id(item): item for each in level for item in (each.values() if isinstance(each, dict) else each)
            if isinstance(item, CONTAINERS)}.values())
    return len(level) > 0


class Decoder:
    """Cuts a stream of bytes into messages, however the bytes are split."""

    def __init__(self):
        self._held = bytearray()

    def feed(self, data):
        """Takes bytes and returns the messages that are now whole."""
        self._held += data
        messages = []
        while len(self._held) >= HEADER.size:
            end = HEADER.size + HEADER.unpack_from(self._held)[0]
            if end > MAX_FRAME_BYTES:
                raise FrameTooLarge(f"{end:,} bytes")
            if len(self._held) < end:
                break
            messages.append(json.loads(self._held[HEADER.size:end].decode("utf-8")))
            del self._held[:end]
        return messages
