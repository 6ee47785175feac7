#include "world/child_process.hpp"

namespace settled::world {

// The Job object that a child is put into before it runs ends it when its parent's handle is closed, however the parent ends.
void die_with_parent() {}
void die_with_parent_if_job() {}

} // namespace settled::world
