#ifndef FLOTILLA_CCRYPT_H
#define FLOTILLA_CCRYPT_H

#include <crypt.h>

#endif
