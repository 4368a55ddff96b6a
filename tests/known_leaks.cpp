// Under the sanitizers: what libraries keep until the end of the process on purpose, the caches of the font libraries and of
// the graphics driver, is no leak of ours.
extern "C" char const* __lsan_default_suppressions();
extern "C" char const* __lsan_default_suppressions()
{
    return "leak:libfontconfig\nleak:libpango\nleak:libcairo\nleak:libglib\nleak:libGL\nleak:libEGL\nleak:_dri.so\nleak:libLLVM\nleak:libX11\nleak:libglfw\n";
}
