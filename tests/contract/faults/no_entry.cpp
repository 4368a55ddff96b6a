// A library that is not a module.
extern "C" int some_function();
extern "C" int some_function() { return 1; }
