#define _GNU_SOURCE
#include <pthread.h>

#include "CLinux.h"

void flotilla_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }
