// The program that tests start as `PROGRAM child KIND`.
#include "host/child_main.hpp"

#include <algorithm>

int main(int argc, char** argv) { return settled::host::run_child({argv + std::min(argc, 2), argv + argc}); }
