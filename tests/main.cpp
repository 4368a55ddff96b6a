// The main of every test program.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#ifdef __SANITIZE_ADDRESS__
/// The caches of the font libraries live as long as the process.
extern "C" char const* __lsan_default_suppressions()
{
    return "leak:libfontconfig\nleak:libpango\nleak:libcairo\n";
}
#endif
