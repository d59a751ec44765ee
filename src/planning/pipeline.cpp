// plan(): the flow graph that everything runs in, and the only file that knows TBB.
//
//   start ─┐                      ┌─→ advance ─┐
//          ├─→ desk ──(hooks)─────┼─→ api ─────┼─→ desk
//   write ─┘                      └─→ report → in order → write ─→ desk
//
// start, advance and report work on one draw each, side by side; desk and write are serial. The api node
// hands calls to the network thread, so that no worker ever waits for the network.
#include <fmt/format.h>
#include <tbb/flow_graph.h>
#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <atomic>
#include <exception>
#include <limits>
#include <mutex>
#include <thread>
#include <variant>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "domainplan/plan.hpp"
#include "partner/availability.hpp"
#include "partner/failure.hpp"
#include "partner/http.hpp"
#include "partner/pacing.hpp"
#include "planning/desk.hpp"
#include "planning/refusals.hpp"
#include "planning/replay.hpp"
#include "planning/report.hpp"
#include "planning/run_note.hpp"
#include "store/plan_folder.hpp"
#include "store/summary_json.hpp"

namespace domainplan {
namespace {

namespace flow = tbb::flow;
using Names = std::vector<std::string>;

// What the desk is told. Large things travel by pointer, as a flow graph copies its messages.
struct Answered {
  std::shared_ptr<partner::AvailabilityRows> rows;
  std::chrono::system_clock::time_point at;
  bool is_last = false;  // of its question
};
struct Due {
  Asker::Moment until;
};
struct Begin {};
struct Written {};
struct Nothing {};  // came of work that failed; the trouble is told already
using Event = std::variant<Nothing, Begin, DrawPtr, Answered, Due, Written>;

// What the network thread is asked: a call, or a wait.
using Errand = std::variant<std::shared_ptr<Names>, Asker::Moment>;

// The first thing that went wrong; from then on nothing new is begun and the graph runs dry.
class Trouble {
 public:
  void is(std::exception_ptr what) {
    const std::lock_guard lock(mutex_);
    if (!what_) what_ = std::move(what);
    on_ = true;
  }
  bool on() const { return on_; }
  void rethrow() const {
    if (what_) std::rethrow_exception(what_);
  }

 private:
  std::mutex mutex_;
  std::exception_ptr what_;
  std::atomic<bool> on_ = false;
};

// A name that the API left out of its answer counts as errored. The evidence says so, or a run that goes on
// would not know that it was asked.
std::string row_of_missing(const std::string& name) {
  return fmt::format(R"({{"domain":"{}","available":false,"reason":"errored"}})", name);
}

// What no customer of this run may buy, whatever its turn.
std::vector<std::string> claimed_beforehand(const std::vector<Customer>& customers,
                                            const PlanOptions& options) {
  std::vector<std::string> names = options.claimed;
  for (const Customer& customer : customers)
    for (const OwnedDomain& owned : customer.owned) names.push_back(owned.domain);
  return names;
}

class Pipeline {
 public:
  // Either `recorded` is set, or source.api; then `recovered` is what an interrupted run had learnt.
  Pipeline(const Intake& intake, const NamingRules& rules, const AnswerSource& source,
           std::optional<std::unordered_map<std::string, Fact>> recorded, Recovered recovered,
           const PlanOptions& options, PlanFolder& folder, const Observer& observer)
      : intake_(intake),
        rules_(rules),
        options_(options),
        folder_(folder),
        observer_(observer),
        desk_(options, intake.customers.size(), claimed_beforehand(intake.customers, options),
              {.start = [this](std::size_t place) { start_node_.try_put(place); },
               .advance = [this](DrawPtr draw) { advance_node_.try_put(std::move(draw)); },
               .settled = [this](DrawPtr draw) { report_node_.try_put(std::move(draw)); },
               .send = [this](Names names) { api_node_.try_put(std::make_shared<Names>(std::move(names))); },
               .wait = [this](Asker::Moment until) { api_node_.try_put(until); }}),
        start_node_(graph_, flow::unlimited,
                    [this](std::size_t place) { return guarded([&] { return start(place); }); }),
        advance_node_(graph_, flow::unlimited,
                      [this](DrawPtr draw) {
                        return guarded([&] {
                          draw->advance();
                          return Event(draw);
                        });
                      }),
        desk_node_(graph_, flow::serial,
                   [this](const Event& event) {
                     keep_evidence(event);
                     guarded([&] {
                       tell_desk(event);
                       return Event();
                     });
                     return flow::continue_msg();
                   }),
        api_node_(graph_, flow::unlimited,
                  [this](const Errand& one, ApiNode::gateway_type& gateway) { go(one, gateway); }),
        report_node_(graph_, flow::unlimited,
                     [this](const DrawPtr& draw) {
                       auto report = std::make_shared<Report>();
                       report->place = draw->place();
                       guarded([&] {
                         *report = report_on(*draw, options_.choice);
                         return Event();
                       });
                       return report;
                     }),
        in_order_(graph_, [](const ReportPtr& report) { return report->place; }),
        write_node_(graph_, flow::serial, [this](const ReportPtr& report) {
          return guarded([&] {
            write(*report);
            return Event(Written());
          });
        }) {
    // What may throw comes before the edges: a graph that has begun cannot be taken apart half-made.
    if (recorded) {
      desk_.only_these(std::move(*recorded));
    } else {
      partner::ApiOptions api = *source.api;
      const auto earlier = ages(recovered, std::chrono::system_clock::now());
      api.recent_calls.insert(api.recent_calls.begin(), earlier.begin(), earlier.end());
      earlier_ = {recovered.calls, recovered.retries, recovered.rate_limited};
      api.on_start = [this](partner::Attempt attempt) {
        try {
          folder_.log_call(std::chrono::system_clock::now(), name_of(attempt));
        } catch (const RunError&) {
          give_up(std::current_exception());
        }
      };
      refusals_.heard_before(static_cast<std::size_t>(
          std::count_if(recovered.known.begin(), recovered.known.end(),
                        [](const auto& known) { return known.second.said != Verdict::invalid; })));
      desk_.go_on_from(std::move(recovered));
      api_.emplace(std::move(api));
    }
    flow::make_edge(start_node_, desk_node_);
    flow::make_edge(advance_node_, desk_node_);
    flow::make_edge(api_node_, desk_node_);
    flow::make_edge(report_node_, in_order_);
    flow::make_edge(in_order_, write_node_);
    flow::make_edge(write_node_, desk_node_);
  }

  PlanSummary run(std::stop_token stop) {
    const std::stop_callback on_stop(stop, [this] {
      give_up(std::make_exception_ptr(Interrupted("interrupted; the same command with --resume goes on")));
    });
    desk_node_.try_put(Begin());
    graph_.wait_for_all();
    trouble_.rethrow();
    refusals_.check();
    write_skipped_until(std::numeric_limits<std::size_t>::max());
    if (api_) {
      const partner::CallCounts counts = api_->counts();
      summary_.calls = earlier_.calls + counts.calls;
      summary_.retries = earlier_.retries + counts.retries;
      summary_.rate_limited = earlier_.rate_limited + counts.rate_limited;
    }
    summary_.domains_checked = desk_.names_answered();
    const auto batch_size = static_cast<std::uint64_t>(options_.batch_size);
    summary_.calls_bound = (desk_.names_drawn() + batch_size - 1) / batch_size;
    return summary_;
  }

 private:
  using ReportPtr = std::shared_ptr<Report>;
  using ApiNode = flow::async_node<Errand, Event>;

  // An exception must not leave a node, or the calls under way would never be waited for.
  template <class Work>
  Event guarded(Work work) {
    try {
      if (!trouble_.on()) return work();
    } catch (...) {
      give_up(std::current_exception());
    }
    return Nothing();
  }

  void give_up(std::exception_ptr why) {
    trouble_.is(std::move(why));
    if (api_) api_->stop();
  }

  Event start(std::size_t place) {
    auto draw = std::make_shared<Draw>(place, intake_.customers[place], rules_, options_);
    draw->advance();
    return draw;
  }

  // Each errand reserves the graph once and releases it once, whatever comes of it.
  void go(const Errand& one, ApiNode::gateway_type& gateway) {
    gateway.reserve_wait();
    if (const auto* until = std::get_if<Asker::Moment>(&one)) {
      api_->after(partner::time_until(*until), [&gateway, due = Due{*until}] {
        gateway.try_put(due);
        gateway.release_wait();
      });
      return;
    }
    partner::ask_availability(
        *api_, *std::get<std::shared_ptr<Names>>(one), [this, &gateway](partner::AvailabilityPart part) {
          guarded([&]() -> Event {
            if (part.failure) partner::throw_failure(*part.failure);
            return Nothing();
          });
          const bool is_last = part.is_last;
          gateway.try_put(Answered{std::make_shared<partner::AvailabilityRows>(std::move(part.rows)),
                                   std::chrono::system_clock::now(), is_last});
          if (is_last) gateway.release_wait();
        });
  }

  // What the API said is kept even when the run is coming to a bad end.
  void keep_evidence(const Event& event) {
    const auto* answer = std::get_if<Answered>(&event);
    if (!answer) return;
    try {
      std::vector<std::string> rows = answer->rows->raw;
      for (const std::string& name : answer->rows->missing) rows.push_back(row_of_missing(name));
      folder_.evidence().append(rows, answer->at);
    } catch (const RunError&) {
      give_up(std::current_exception());
    }
  }

  void tell_desk(const Event& event) {
    if (std::holds_alternative<Begin>(event)) desk_.begin();
    if (const auto* draw = std::get_if<DrawPtr>(&event)) desk_.drawn(*draw);
    if (const auto* answer = std::get_if<Answered>(&event)) {
      if (observer_.warning)
        for (const std::string& warning : answer->rows->warnings) observer_.warning(warning);
      refusals_.add(*answer->rows, answer->is_last && desk_.calls_under_way() == 1);
      desk_.answered(std::move(*answer->rows), answer->is_last);
    }
    if (const auto* due = std::get_if<Due>(&event); due && !desk_.done()) desk_.due(due->until);
    if (std::holds_alternative<Written>(event)) desk_.written();
    if (api_ && desk_.done()) api_->stop();  // nothing is under way but waits that are for nothing
    if (observer_.progress)
      observer_.progress({intake_.customers.size(), desk_.settled(), desk_.names_answered(),
                          earlier_.calls + (api_ ? api_->counts().calls : 0)});
  }

  void write(const Report& report) {
    write_skipped_until(intake_.positions[report.place]);
    if (!report.order.empty()) folder_.write_order(report.customer, report.order);
    folder_.write_plan_rows(report.plan_rows);
    folder_.write_candidate_rows(report.candidate_rows);
    folder_.write_shortfall_row(report.shortfall_row);
    ++(report.order.empty() ? summary_.short_of_domains : summary_.planned);
    summary_.candidates += report.candidates;
    summary_.cost_cents += report.cost_cents;
    summary_.renewal_cents += report.renewal_cents;
    for (std::size_t i = 0; i < kVerdicts; ++i) summary_.verdicts[i] += report.verdicts[i];
    if (report.gap) summary_.unproven.emplace(report.customer, *report.gap);
  }

  // shortfall.csv is in the order of the file, the skipped customers among the others.
  void write_skipped_until(std::size_t position) {
    for (; skipped_ < intake_.skipped.size() && intake_.skipped[skipped_].position < position; ++skipped_) {
      folder_.write_shortfall_row(skipped_row(intake_.skipped[skipped_]));
      ++summary_.short_of_domains;
    }
  }

  const Intake& intake_;
  const NamingRules& rules_;
  const PlanOptions& options_;
  PlanFolder& folder_;
  const Observer& observer_;
  PlanSummary summary_;
  std::size_t skipped_ = 0;
  partner::CallCounts earlier_;  // of the parts of the run before an interruption
  Trouble trouble_;
  Refusals refusals_;
  Desk desk_;
  flow::graph graph_;
  flow::function_node<std::size_t, Event> start_node_;
  flow::function_node<DrawPtr, Event> advance_node_;
  flow::function_node<Event> desk_node_;
  ApiNode api_node_;
  flow::function_node<DrawPtr, ReportPtr> report_node_;
  flow::sequencer_node<ReportPtr> in_order_;
  flow::function_node<ReportPtr, Event> write_node_;
  std::optional<partner::Api> api_;  // last: its thread ends before the nodes it reports to
};

// What --resume does where nothing is left to do.
PlanSummary found_finished(const std::string& json, const IntakeFiles& files, const std::string& out) {
  PlanSummary summary = store::read_summary(json, out + "/summary.json");
  if (summary.inputs_sha256 != inputs_sha256(files))
    throw UsageError(fmt::format(
        "--resume: {} holds the finished plan of other inputs; name another --out, or say --force to "
        "plan again",
        in_quotes(out, 300)));
  summary.was_finished = true;
  return summary;
}

}  // namespace

PlanSummary plan(const Intake& intake, const IntakeFiles& files, const NamingRules& rules,
                 const AnswerSource& source, const PlanOptions& options, const std::string& out,
                 const Observer& observer, std::stop_token stop) {
  const auto began = std::chrono::steady_clock::now();
  if (source.api) partner::check_options(*source.api);
  std::optional<std::unordered_map<std::string, Fact>> recorded;
  if (source.replay) {
    recorded.emplace();
    for (const auto& [name, row] : read_recorded(*source.replay))
      recorded->emplace(name, fact_of(row, options.choice.currency));
  }
  if (options.resume)
    if (const auto finished = finished_summary(out)) return found_finished(*finished, files, out);
  PlanFolder folder(out, options.resume  ? FolderStart::resumed
                         : options.force ? FolderStart::again
                                         : FolderStart::fresh);
  const std::string note = run_note(files, intake, source, options);
  const auto window_began = std::chrono::system_clock::now() - partner::Pacing::kWindow;
  Recovered recovered = read_evidence(folder.evidence_path(), options.choice.currency, window_began);
  const bool has_evidence = recovered.calls > 0;
  add_call_log(folder.found_calls(), window_began, recovered);
  if (recovered.calls > 0) {
    if (!folder.found_note().empty())
      check_same_run(folder.found_note(), note);
    else if (observer.warning)
      observer.warning(fmt::format("nothing says which run left the evidence in {}; it is taken for this one",
                                   in_quotes(out, 300)));
  }
  folder.keep_note(note);
  // What was recorded is this run's evidence too; it keeps the times at which it was true.
  if (source.replay && !has_evidence) folder.evidence().carry_over(source.replay->bytes);

  const int threads =
      options.threads > 0 ? options.threads : static_cast<int>(std::thread::hardware_concurrency());
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                  static_cast<std::size_t>(threads));
  tbb::task_arena arena(threads);
  PlanSummary summary;
  arena.execute([&] {
    Pipeline pipeline(intake, rules, source, std::move(recorded), std::move(recovered), options, folder,
                      observer);
    summary = pipeline.run(stop);
  });

  summary.api_url = source.api_url;
  summary.environment = source.environment;
  summary.customers = intake.customers.size() + intake.skipped.size();
  summary.currency = options.choice.currency;
  summary.inputs_sha256 = inputs_sha256(files);
  summary.elapsed_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  folder.publish(store::summary_json(summary));
  return summary;
}

}  // namespace domainplan
