#include <errno.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

// The C library's, but for one answer: what is removed is gone already. libmicrohttpd 0.9.75 takes its listening socket out of an epoll
// set twice, by MHD_quiesce_daemon and by its own thread, and ends the process when the second time fails. The linker takes
// this one for the libraries of a program, too.
int epoll_ctl(int set, int operation, int descriptor, struct epoll_event *event) {
    long result = syscall(SYS_epoll_ctl, set, operation, descriptor, event);
    if (result != 0 && operation == EPOLL_CTL_DEL && errno == ENOENT) return 0;
    return (int)result;
}
