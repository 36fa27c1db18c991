#define _GNU_SOURCE
#include <malloc.h>
#include <pthread.h>

#include "CLinux.h"

void flotilla_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }

size_t flotilla_heap_in_use(void) {
#ifdef __GLIBC__
    struct mallinfo2 known = mallinfo2();
    return known.uordblks + known.hblkhd;
#else
    return 0;
#endif
}

void flotilla_trim_heap(void) {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}
