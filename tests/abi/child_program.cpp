// The program that tests start as `PROGRAM child KIND`.
#include "host/child_main.hpp"

int main(int argc, char** argv) { return settled::host::run_child(argc, argv); }
