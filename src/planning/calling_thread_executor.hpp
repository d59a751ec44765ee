// An executor on the thread that waits. For a list of names, which has nothing to do side by side: it spares
// the threads that a flow graph would keep awake between two answers.
#pragma once

#include <condition_variable>
#include <mutex>
#include <vector>

#include "planning/executor.hpp"

namespace domainplan {

class CallingThreadExecutor final : public Executor {
 public:
  void post(Stage stage, Work work) override;
  void begin_outside() override;
  void end_outside() override;
  // Executes all work, in the order posted.
  void wait() override;

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Work> posted_;
  int outside_ = 0;  // what is under way there
};

}  // namespace domainplan
