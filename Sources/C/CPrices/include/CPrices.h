#ifndef HINDCAST_PRICES_H
#define HINDCAST_PRICES_H

#include <stddef.h>

/// The price table, embedded so that the server stays one file. Lines sorted by model name.
const unsigned char *hindcast_prices(void);
size_t hindcast_prices_count(void);

#endif
