/* The library that a twin needs and will not find. */
int function_of_a_library_that_is_not_there(void);
int function_of_a_library_that_is_not_there(void) { return 1; }
