#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CLinux.h"

static int add_actions(posix_spawn_file_actions_t *actions, const struct flotilla_spawn *request) {
    int error = 0, highest = STDERR_FILENO;
    for (size_t i = 0; i < request->descriptors && !error; i++) {
        error = posix_spawn_file_actions_adddup2(actions, request->sources[i], request->targets[i]);
        if (request->targets[i] > highest) highest = request->targets[i];
    }
    for (int descriptor = 0; descriptor <= highest && !error; descriptor++) {
        bool is_target = false;
        for (size_t i = 0; i < request->descriptors; i++) is_target |= request->targets[i] == descriptor;
        if (!is_target) error = posix_spawn_file_actions_addclose(actions, descriptor);
    }
    if (!error) error = posix_spawn_file_actions_addclosefrom_np(actions, highest + 1);
    if (!error && request->directory) error = posix_spawn_file_actions_addchdir_np(actions, request->directory);
    return error;
}

static int add_attributes(posix_spawnattr_t *attributes, const struct flotilla_spawn *request) {
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    short flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
    if (request->new_group) flags |= POSIX_SPAWN_SETPGROUP;
    int error = posix_spawnattr_setflags(attributes, flags);
    if (!error) error = posix_spawnattr_setsigdefault(attributes, &all);
    if (!error) error = posix_spawnattr_setsigmask(attributes, &none);
    if (!error) error = posix_spawnattr_setpgroup(attributes, 0);
    return error;
}

int flotilla_spawn(const struct flotilla_spawn *request, pid_t *pid) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int error = posix_spawn_file_actions_init(&actions);
    if (error) return error;
    error = posix_spawnattr_init(&attributes);
    if (!error) {
        error = add_actions(&actions, request);
        if (!error) error = add_attributes(&attributes, request);
        if (!error)
            error = posix_spawnp(pid, request->path, &actions, &attributes, request->arguments, request->environment);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

int flotilla_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int flotilla_pipe(int32_t ends[2]) { return pipe2(ends, O_CLOEXEC); }

int flotilla_socketpair(int32_t ends[2]) { return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends); }

int flotilla_duplicate(int descriptor, int least) { return fcntl(descriptor, F_DUPFD_CLOEXEC, least); }

int flotilla_set_close_on_exec(int descriptor) { return fcntl(descriptor, F_SETFD, FD_CLOEXEC); }

int flotilla_set_nonblocking(int descriptor) {
    int flags = fcntl(descriptor, F_GETFL);
    return flags < 0 ? -1 : fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
}

// By signal number; stored as descriptor + 1, so that zero means none.
static _Atomic int listeners[NSIG];

static void tell_listener(int number) {
    int saved = errno;
    int descriptor = atomic_load(&listeners[number]) - 1;
    unsigned char byte = (unsigned char)number;
    if (descriptor >= 0 && write(descriptor, &byte, 1) < 0) {
        // A full pipe already holds what the reader needs to know.
    }
    errno = saved;
}

static int set_action(int number, void (*handler)(int)) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    return sigaction(number, &action, NULL);
}

int flotilla_catch_signal(int number, int descriptor) {
    if (number <= 0 || number >= NSIG) {
        errno = EINVAL;
        return -1;
    }
    atomic_store(&listeners[number], descriptor + 1);
    return set_action(number, tell_listener);
}

int flotilla_ignore_signal(int number) { return set_action(number, SIG_IGN); }

int flotilla_default_signal(int number) { return set_action(number, SIG_DFL); }

bool flotilla_is_ignored(int number) {
    struct sigaction action;
    return sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

int flotilla_unblock_signal(int number) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    return pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

int flotilla_hide_memory(void) {
    const struct rlimit none = {0, 0};
    int limited = setrlimit(RLIMIT_CORE, &none);
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 ? limited : -1;
}

void flotilla_wait_for_hangup(int descriptor) {
    while (true) {
        struct pollfd waited = {.fd = descriptor, .events = POLLRDHUP};
        int count = poll(&waited, 1, -1);
        if (count > 0 || (count < 0 && errno != EINTR && errno != EAGAIN)) return;
    }
}
