#include "process.h"

static size_t slot_of(const struct identity_set *set, pid_t pid, uint64_t start_time)
{
    uint64_t hash = ((uint64_t)pid * 0x9e3779b97f4a7c15u) ^ (start_time * 0xc2b2ae3d27d4eb4fu);
    size_t slot = (size_t)(hash >> 32) & (set->capacity - 1);
    while (set->slots[slot].pid != 0 && (set->slots[slot].pid != pid || set->slots[slot].start_time != start_time))
        slot = (slot + 1) & (set->capacity - 1);
    return slot;
}

bool identity_set_contains(const struct identity_set *set, pid_t pid, uint64_t start_time)
{
    return set->count != 0 && set->slots[slot_of(set, pid, start_time)].pid != 0;
}

static void grow(struct identity_set *set)
{
    struct identity_set larger = { .capacity = set->capacity == 0 ? 64 : set->capacity * 2 };
    larger.slots = calloc(larger.capacity, sizeof *larger.slots);
    if (larger.slots == NULL)
        abort();
    for (size_t i = 0; i < set->capacity; i++)
        if (set->slots[i].pid != 0)
            larger.slots[slot_of(&larger, set->slots[i].pid, set->slots[i].start_time)] = set->slots[i];
    larger.count = set->count;
    free(set->slots);
    *set = larger;
}

bool identity_set_add(struct identity_set *set, pid_t pid, uint64_t start_time)
{
    if (set->count * 2 >= set->capacity)
        grow(set);
    struct identity *slot = &set->slots[slot_of(set, pid, start_time)];
    if (slot->pid != 0)
        return false;
    *slot = (struct identity){ pid, start_time };
    set->count++;
    return true;
}

/* Moves what follows in the same run of slots closer to its place, so that no search stops short of it. */
bool identity_set_remove(struct identity_set *set, pid_t pid, uint64_t start_time)
{
    if (!identity_set_contains(set, pid, start_time))
        return false;
    size_t slot = slot_of(set, pid, start_time);
    set->slots[slot].pid = 0;
    set->count--;
    for (size_t next = (slot + 1) & (set->capacity - 1); set->slots[next].pid != 0;
         next = (next + 1) & (set->capacity - 1)) {
        struct identity moved = set->slots[next];
        set->slots[next].pid = 0;
        set->slots[slot_of(set, moved.pid, moved.start_time)] = moved;
    }
    return true;
}

void identity_set_free(struct identity_set *set)
{
    free(set->slots);
    *set = (struct identity_set){ 0 };
}
