// A disk that stops taking anything at a chosen moment, as it looks to a process that is killed there: what
// was written before stays, a write that was under way may be torn, and nothing after it happens, so that no
// destructor can put anything right.
#pragma once

#include <cstdint>

namespace domainplan::tests {

// Lets `steps` changes of regular files and folders through; all that come later in this process fail with
// EIO until the disk is mended. `torn` bytes of a write are kept where the first failure is one.
void break_disk_after(std::int64_t steps, std::size_t torn);
void mend_disk();
bool is_disk_broken();

}  // namespace domainplan::tests
