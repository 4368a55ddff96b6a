#include "host/platform/memory.hpp"
#include <cstdlib> // tells which C library it is
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace passerelle::platform {

// Windows and macOS give freed memory back by themselves.
void give_back_memory()
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

} // namespace passerelle::platform
