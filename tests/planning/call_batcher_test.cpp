#include "planning/call_batcher.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;
using namespace std::chrono_literals;

namespace {

// Records what a CallBatcher does, with a clock that stands still until it is moved.
struct Recorder {
  std::vector<Names> calls;
  std::vector<Moment> waits;
  std::vector<AvailabilityRow> learnt;
  Moment now{};
  CallBatcher batcher;

  explicit Recorder(int batch_size = 3) : batcher(batch_size, 2000ms) {}

  void take() {
    for (Names& call : batcher.take_calls()) calls.push_back(std::move(call));
    for (const Moment wait : batcher.take_waits()) waits.push_back(wait);
  }
  void want(const char* name) {
    batcher.want(name);
    take();
  }
  void flush() {
    batcher.flush();
    take();
  }
  void answer(std::vector<AvailabilityRow> rows, bool is_last = true) {
    partner::AvailabilityRows answer;
    answer.rows = std::move(rows);
    for (AvailabilityRow& row : batcher.answered(std::move(answer), is_last, now).final)
      learnt.push_back(std::move(row));
    take();
  }
  // The last wait ends, and its call goes out.
  void wait_over() {
    now = waits.back();
    batcher.due(now);
    flush();
  }
};

AvailabilityRow row(std::string domain, std::optional<Reason> reason = {}) {
  return {.domain = std::move(domain), .reason = reason};
}

}  // namespace

TEST_CASE("a call goes out as soon as it is full, and what is left when it is flushed") {
  Recorder it;
  for (const char* name : {"a.com", "b.com", "c.com", "d.com"}) it.want(name);
  REQUIRE(it.calls.size() == 1);
  CHECK(it.calls[0] == std::vector<std::string>{"a.com", "b.com", "c.com"});
  CHECK(it.batcher.packed() == 1);
  it.flush();
  CHECK(it.calls[1] == std::vector<std::string>{"d.com"});
  it.flush();
  CHECK(it.calls.size() == 2);
}

TEST_CASE("a call of which only a part was answered is under way still") {
  Recorder it;
  for (const char* name : {"a.com", "b.com", "c.com"}) it.want(name);
  it.answer({row("a.com")}, false);
  CHECK(it.batcher.under_way() == 1);
  CHECK(it.learnt.size() == 1);
  it.answer({row("b.com"), row("c.com")});
  CHECK(it.batcher.under_way() == 0);
  CHECK(it.learnt.size() == 3);
}

TEST_CASE("no call is under way when every one has been answered") {
  Recorder it;
  CHECK(it.batcher.under_way() == 0);
  it.want("a.com");
  it.flush();
  CHECK(it.batcher.under_way() == 1);
  it.answer({row("a.com")});
  CHECK(it.batcher.under_way() == 0);
}

TEST_CASE("a stale row is asked again three times, after 2, 4 and 8 seconds, and then believed") {
  Recorder it;
  it.want("a.com");
  it.flush();
  for (const auto wait : {2s, 4s, 8s}) {
    const Moment answered_at = it.now;
    it.answer({row("a.com", Reason::stale)});
    CHECK(it.learnt.empty());
    CHECK(it.waits.back() - answered_at >= wait);
    CHECK(it.waits.back() - answered_at <= wait + 500ms);
    it.wait_over();
    CHECK(it.calls.back() == std::vector<std::string>{"a.com"});
  }
  it.answer({row("a.com", Reason::stale)});
  REQUIRE(it.learnt.size() == 1);
  CHECK(it.learnt[0].reason == Reason::stale);
  CHECK(it.calls.size() == 4);
}

TEST_CASE("a name that settles on being asked again has one final row") {
  Recorder it;
  it.want("a.com");
  it.flush();
  it.answer({row("a.com", Reason::errored)});
  it.wait_over();
  it.answer({row("a.com")});
  REQUIRE(it.learnt.size() == 1);
  CHECK(it.learnt[0].available());
}

TEST_CASE("an errored row is asked again, and is final after three more") {
  Recorder it;
  it.want("a.com");
  it.want("b.com");
  it.flush();
  it.answer({row("b.com"), row("a.com", Reason::errored)});
  CHECK(it.learnt.size() == 1);
  for (int again = 0; again < 3; ++again) {
    it.wait_over();
    it.answer({row("a.com", Reason::errored)});
  }
  REQUIRE(it.learnt.size() == 2);
  CHECK(it.learnt[1] == row("a.com", Reason::errored));
}

TEST_CASE("names whose waits may end at the same moment share a call") {
  Recorder it(2);
  it.now += 600ms;
  for (const char* name : {"a.com", "b.com", "c.com", "d.com"}) it.want(name);
  it.answer({row("a.com", Reason::stale), row("b.com")});
  it.now += 100ms;
  it.answer({row("c.com", Reason::stale), row("d.com")});
  REQUIRE(it.waits.size() == 1);
  it.wait_over();
  CHECK(it.calls.back() == std::vector<std::string>{"a.com", "c.com"});
}

TEST_CASE("asks of an interrupted run count") {
  Recorder it;
  it.batcher.asked_before("a.com", 3);
  it.want("a.com");
  it.flush();
  it.answer({row("a.com", Reason::stale)});
  REQUIRE(it.learnt.size() == 1);
  CHECK(it.learnt[0].reason == Reason::stale);
}

TEST_CASE("it says which names wait to be asked again") {
  Recorder it;
  it.want("a.com");
  it.want("b.com");
  it.flush();
  it.answer({row("a.com", Reason::stale), row("b.com")});
  CHECK(it.batcher.waits("a.com"));
  CHECK_FALSE(it.batcher.waits("b.com"));
  it.wait_over();
  CHECK_FALSE(it.batcher.waits("a.com"));
}
