#ifndef FLOTILLA_CSITE_H
#define FLOTILLA_CSITE_H

// The dashboard's files, as they are in Sources/Dashboard/Site. SwiftPM's own embedding takes minutes for as many bytes.

#include <stddef.h>
#include <stdint.h>

typedef struct {
    // Below Site, such as pages/jobs.js.
    const char *path;
    const uint8_t *bytes;
    size_t length;
} flotilla_site_file;

size_t flotilla_site_file_count(void);

// Of an index below the count.
flotilla_site_file flotilla_site_file_at(size_t index);

#endif
