#ifndef FLOTILLA_CLINUX_H
#define FLOTILLA_CLINUX_H

// What Linux has beyond the headers that Swift's Glibc module covers. No _GNU_SOURCE here: it would give the
// shared headers another shape than in that module; what needs it stays behind a function in CLinux.c.

#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

// Function-like and enum constants that Swift imports awkwardly or not at all.
static const uint32_t flotilla_epoll_in = EPOLLIN;
static const uint32_t flotilla_epoll_out = EPOLLOUT;
static const uint32_t flotilla_epoll_failed = EPOLLERR | EPOLLHUP | EPOLLRDHUP;
static const uint32_t flotilla_epoll_hangup = EPOLLRDHUP;

static inline int flotilla_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

static inline int flotilla_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void flotilla_name_thread(const char *name);

// Bytes of the allocator's memory that are in use; 0 when the C library does not tell.
size_t flotilla_heap_in_use(void);
// Gives free pages of the allocator back to the system.
void flotilla_trim_heap(void);

#include "CLinuxProcesses.h"

#endif
