#ifndef FLOTILLA_CLINUX_PROCESSES_H
#define FLOTILLA_CLINUX_PROCESSES_H

// Processes and signals. Functions return -1 and set errno as the calls that they stand for, unless said otherwise.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// What posix_spawn(3) is to do. Every descriptor of the child comes from `sources[i]` of the parent, which becomes
// `targets[i]`; all others are closed. No source may be a number up to the highest target.
struct flotilla_spawn {
    const char *path;
    char *const *arguments;
    char *const *environment;
    const char *directory;  // NULL: the parent's
    const int32_t *sources;
    const int32_t *targets;
    size_t descriptors;
    bool new_group;
};

// Returns 0 or an error number. Signals start unmasked and with their default action in the child.
int flotilla_spawn(const struct flotilla_spawn *request, pid_t *pid);

// A descriptor, closed on exec, that turns readable when the process ends (Linux 5.3).
int flotilla_pidfd_open(pid_t pid);

// Both ends closed on exec.
int flotilla_pipe(int32_t ends[2]);
int flotilla_socketpair(int32_t ends[2]);

// A copy of the descriptor, closed on exec, not below `least`.
int flotilla_duplicate(int descriptor, int least);
int flotilla_set_close_on_exec(int descriptor);
int flotilla_set_nonblocking(int descriptor);

// From now on a signal of this number does one thing: its number is written to `descriptor` as one byte. The
// descriptor must not block.
int flotilla_catch_signal(int number, int descriptor);
int flotilla_ignore_signal(int number);
int flotilla_default_signal(int number);
bool flotilla_is_ignored(int number);
// Lets the calling thread receive the signal.
int flotilla_unblock_signal(int number);

// Leaves no core file, of this process or of those that it starts, and lets no other process of the same user read its
// memory: prctl(2) PR_SET_DUMPABLE, which an exec(2) undoes.
int flotilla_hide_memory(void);

// Blocks until the other end of a pipe or socket is closed; leaves what can be read unread.
void flotilla_wait_for_hangup(int descriptor);

#endif
