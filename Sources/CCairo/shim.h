#ifndef FLOTILLA_CCAIRO_H
#define FLOTILLA_CCAIRO_H

#include <cairo/cairo-pdf.h>
#include <cairo/cairo.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>

// A macro of GLib, which Swift cannot call.
static inline void flotilla_object_unref(void *object) { g_object_unref(object); }

#endif
