#include "planning/asker.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;
using namespace std::chrono_literals;

namespace {

// Records what an Asker does, with a clock that stands still until it is moved.
struct Recorder {
  std::vector<std::vector<std::string>> calls;
  std::vector<Asker::Moment> waits;
  std::vector<AvailabilityRow> learnt;
  Asker::Moment now{};
  Asker asker;

  explicit Recorder(int batch_size = 3)
      : asker(batch_size, 2000ms,
              {.send = [this](std::vector<std::string> names) { calls.push_back(std::move(names)); },
               .wait = [this](Asker::Moment until) { waits.push_back(until); },
               .learnt = [this](AvailabilityRow row) { learnt.push_back(std::move(row)); },
               .now = [this] { return now; }}) {}

  void answer(std::vector<AvailabilityRow> rows, std::vector<std::string> missing = {}, bool is_last = true) {
    partner::AvailabilityRows answer;
    answer.rows = std::move(rows);
    answer.missing = std::move(missing);
    asker.answered(std::move(answer), is_last);
  }
  // The last wait ends, and its call goes out.
  void wait_over() {
    now = waits.back();
    asker.due(now);
    asker.flush();
  }
};

AvailabilityRow row(std::string domain, std::optional<Reason> reason = {}) {
  return {.domain = std::move(domain), .reason = reason};
}

}  // namespace

TEST_CASE("a call goes out as soon as it is full, and what is left when it is flushed") {
  Recorder it;
  for (const char* name : {"a.com", "b.com", "c.com", "d.com"}) it.asker.want(name);
  REQUIRE(it.calls.size() == 1);
  CHECK(it.calls[0] == std::vector<std::string>{"a.com", "b.com", "c.com"});
  CHECK(it.asker.packed() == 1);
  it.asker.flush();
  CHECK(it.calls[1] == std::vector<std::string>{"d.com"});
  it.asker.flush();
  CHECK(it.calls.size() == 2);
}

TEST_CASE("a call of which only a part was answered is under way still") {
  Recorder it;
  for (const char* name : {"a.com", "b.com", "c.com"}) it.asker.want(name);
  it.answer({row("a.com")}, {}, false);
  CHECK_FALSE(it.asker.quiet());
  CHECK(it.learnt.size() == 1);
  it.answer({row("b.com"), row("c.com")});
  CHECK(it.asker.quiet());
  CHECK(it.learnt.size() == 3);
}

TEST_CASE("it is quiet when every call has been answered") {
  Recorder it;
  CHECK(it.asker.quiet());
  it.asker.want("a.com");
  it.asker.flush();
  CHECK_FALSE(it.asker.quiet());
  it.answer({row("a.com")});
  CHECK(it.asker.quiet());
}

TEST_CASE("a stale row is asked again three times, after 2, 4 and 8 seconds, and then believed") {
  Recorder it;
  it.asker.want("a.com");
  it.asker.flush();
  for (const auto wait : {2s, 4s, 8s}) {
    const Asker::Moment answered_at = it.now;
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
  it.asker.want("a.com");
  it.asker.flush();
  it.answer({row("a.com", Reason::errored)});
  it.wait_over();
  it.answer({row("a.com")});
  REQUIRE(it.learnt.size() == 1);
  CHECK(it.learnt[0].available());
}

TEST_CASE("a name without a row counts as errored") {
  Recorder it;
  it.asker.want("a.com");
  it.asker.want("b.com");
  it.asker.flush();
  it.answer({row("b.com")}, {"a.com"});
  CHECK(it.learnt.size() == 1);
  for (int again = 0; again < 3; ++again) {
    it.wait_over();
    it.answer({}, {"a.com"});
  }
  REQUIRE(it.learnt.size() == 2);
  CHECK(it.learnt[1] == row("a.com", Reason::errored));
}

TEST_CASE("names whose waits may end at the same moment share a call") {
  Recorder it(2);
  it.now += 600ms;
  for (const char* name : {"a.com", "b.com", "c.com", "d.com"}) it.asker.want(name);
  it.answer({row("a.com", Reason::stale), row("b.com")});
  it.now += 100ms;
  it.answer({row("c.com", Reason::stale), row("d.com")});
  REQUIRE(it.waits.size() == 1);
  it.wait_over();
  CHECK(it.calls.back() == std::vector<std::string>{"a.com", "c.com"});
}

TEST_CASE("asks of an interrupted run count") {
  Recorder it;
  it.asker.asked_before("a.com", 3);
  it.asker.want("a.com");
  it.asker.flush();
  it.answer({row("a.com", Reason::stale)});
  REQUIRE(it.learnt.size() == 1);
  CHECK(it.learnt[0].reason == Reason::stale);
}

TEST_CASE("it says which names wait to be asked again") {
  Recorder it;
  it.asker.want("a.com");
  it.asker.want("b.com");
  it.asker.flush();
  it.answer({row("a.com", Reason::stale), row("b.com")});
  CHECK(it.asker.waits("a.com"));
  CHECK_FALSE(it.asker.waits("b.com"));
  it.wait_over();
  CHECK_FALSE(it.asker.waits("a.com"));
}
