#include "CAllocator.h"

/* jemalloc reads this by its name before the first allocation. Two arenas, as the bars are set on two cores: each keeps
   leftovers of its own. A thread gives back what was freed also when nobody allocates any more. */
const char *malloc_conf = "narenas:2,background_thread:true";
