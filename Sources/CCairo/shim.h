#ifndef FLOTILLA_CCAIRO_H
#define FLOTILLA_CCAIRO_H

#include <cairo/cairo-pdf.h>
#include <cairo/cairo.h>
#include <pango/pangocairo.h>

#endif
