// Where the stages of a run are executed.
#pragma once

#include <cstddef>
#include <functional>

namespace domainplan {

// What a run consists of, in the order in which a customer passes through it:
//   draw    begins a customer's plan, or takes more candidates          side by side
//   pack    steps the scheduler, which packs names into calls           one at a time
//   ask     hands a call, or a wait, to the network                     side by side
//   filter  decides which of the names learnt are eligible              side by side
//   select  makes the order of a customer                               side by side
//   write   writes settled customers                                    one at a time, in the order posted
enum class Stage : std::uint8_t { draw, pack, ask, filter, select, write };
inline constexpr std::size_t kStages = 6;
constexpr bool is_serial(Stage stage) { return stage == Stage::pack || stage == Stage::write; }

class Executor {
 public:
  using Work = std::function<void()>;  // must not throw

  virtual ~Executor() = default;

  // Executes `work` as a part of `stage`, on any thread. From any thread, a stage's own work included.
  virtual void post(Stage stage, Work work) = 0;
  // Something is under way outside, on the network, that will post more; and it has ended. From any thread.
  virtual void begin_outside() = 0;
  virtual void end_outside() = 0;
  // Returns when all work is done and nothing is under way outside. The calling thread may execute some of
  // it.
  virtual void wait() = 0;
};

}  // namespace domainplan
