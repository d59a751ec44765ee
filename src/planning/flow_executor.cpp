// The only file that uses TBB.
//
//   draw ─→ select ─→ pack ─→ draw, filter, ask, write
//     └───────────────→ ↑      filter ─→ draw, select, pack
//                       └────── ask, write
//
// Edges are calls of post(): which stage comes next is decided by what a stage finds, in driver.cpp.
#include "planning/flow_executor.hpp"

#include <tbb/flow_graph.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <utility>

namespace domainplan {
namespace {

namespace flow = tbb::flow;

// An arena for more threads than the process allows would have TBB print a warning.
int arena_size(int threads) {
  const auto allowed = tbb::global_control::active_value(tbb::global_control::max_allowed_parallelism);
  if (threads <= 0) return tbb::task_arena::automatic;
  return static_cast<int>(std::min(static_cast<std::size_t>(threads), allowed));
}

class FlowExecutor final : public Executor {
 public:
  explicit FlowExecutor(int threads) : arena_(arena_size(threads)) {
    // A graph spawns its work in the arena in which it was made.
    arena_.execute([this] { stages_ = std::make_unique<Stages>(); });
  }
  ~FlowExecutor() override {
    arena_.execute([this] { stages_.reset(); });
  }

  // A graph copies its messages, so work goes by pointer.
  void post(Stage stage, Work work) override {
    node(stage).try_put(std::make_shared<const Work>(std::move(work)));
  }
  void begin_outside() override { stages_->graph.reserve_wait(); }
  void end_outside() override { stages_->graph.release_wait(); }
  void wait() override {
    arena_.execute([this] { stages_->graph.wait_for_all(); });
  }

 private:
  using WorkPtr = std::shared_ptr<const Work>;
  struct Node : flow::function_node<WorkPtr> {
    Node(flow::graph& graph, Stage stage)
        : function_node(graph, is_serial(stage) ? flow::serial : flow::unlimited,
                        [](const WorkPtr& work) { (*work)(); }) {}
  };
  struct Stages {
    flow::graph graph;
    Node draw{graph, Stage::draw}, pack{graph, Stage::pack}, ask{graph, Stage::ask},
        filter{graph, Stage::filter}, select{graph, Stage::select}, write{graph, Stage::write};
  };

  Node& node(Stage stage) {
    switch (stage) {
      case Stage::draw:
        return stages_->draw;
      case Stage::pack:
        break;
      case Stage::ask:
        return stages_->ask;
      case Stage::filter:
        return stages_->filter;
      case Stage::select:
        return stages_->select;
      case Stage::write:
        return stages_->write;
    }
    return stages_->pack;
  }

  tbb::task_arena arena_;
  std::unique_ptr<Stages> stages_;
};

}  // namespace

void side_by_side(std::size_t count, int threads, const std::function<void(std::size_t)>& work) {
  tbb::task_arena arena(arena_size(threads));
  arena.execute([&] { tbb::parallel_for(std::size_t{0}, count, work); });
}

std::unique_ptr<Executor> make_flow_executor(int threads) { return std::make_unique<FlowExecutor>(threads); }

}  // namespace domainplan
