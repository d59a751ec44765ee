#include "submission/lanes.hpp"

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "submission/lost_answer.hpp"

using namespace domainplan;
using std::chrono::seconds;

TEST_CASE("at most four orders are under way, and never two of one user") {
  Lanes lanes;
  for (std::size_t order = 0; order < 4; ++order) {
    const std::string user = fmt::format("u{}", order);
    REQUIRE(lanes.may_begin({user}, false));
    lanes.begin(order, user);
    CHECK_FALSE(lanes.may_begin({user}, false));
  }
  CHECK_FALSE(lanes.may_begin({"u9"}, false));
  lanes.settle(2);
  CHECK(lanes.may_begin({"u9"}, false));
  CHECK(lanes.may_begin({"u2"}, false));
  CHECK_FALSE(lanes.may_begin({"u1"}, false));
}

TEST_CASE("an order of unknown price goes alone") {
  Lanes lanes;
  CHECK(lanes.may_begin({"a"}, true));
  lanes.begin(0, "a");
  CHECK_FALSE(lanes.may_begin({"b"}, true));
  lanes.lose(0);
  CHECK_FALSE(lanes.may_begin({"b"}, true));
  CHECK(lanes.may_begin({"b"}, false));
  lanes.give_up(0);
  CHECK(lanes.may_begin({"b"}, true));
}

TEST_CASE("a user waits while an answer is lost, and when its outcome stays unknown") {
  Lanes lanes;
  lanes.begin(0, "a");
  lanes.lose(0);
  CHECK_FALSE(lanes.may_begin({"a"}, false));
  lanes.give_up(0);
  CHECK_FALSE(lanes.may_begin({"a"}, false));
  lanes.inherit(1, "b");
  CHECK_FALSE(lanes.may_begin({"b"}, false));
  lanes.settle(1);
  CHECK(lanes.may_begin({"b"}, false));
}

TEST_CASE("after four lost answers in a row no order begins until one of them is settled") {
  Lanes lanes;
  for (std::size_t order = 0; order < 4; ++order) {
    lanes.begin(order, fmt::format("u{}", order));
    lanes.lose(order);
  }
  CHECK(lanes.is_blocked());
  CHECK_FALSE(lanes.may_begin({"u9"}, false));
  lanes.give_up(0);
  CHECK(lanes.is_blocked());
  lanes.settle(1);
  CHECK_FALSE(lanes.is_blocked());
  CHECK(lanes.may_begin({"u9"}, false));
}

TEST_CASE("an order that is none of the four lost ones lets no order begin") {
  Lanes lanes;
  lanes.inherit(9, "u9");
  for (std::size_t order = 0; order < 4; ++order) {
    lanes.begin(order, fmt::format("u{}", order));
    lanes.lose(order);
  }
  lanes.settle(9);  // of an earlier run
  lanes.settle(8);  // never sent
  CHECK(lanes.is_blocked());
  lanes.settle(3);
  CHECK_FALSE(lanes.is_blocked());
}

TEST_CASE("a settled order ends a row of lost answers, and one that is lost again does not lengthen it") {
  Lanes lanes;
  for (std::size_t order = 0; order < 3; ++order) {
    lanes.begin(order, fmt::format("u{}", order));
    lanes.lose(order);
  }
  lanes.begin(0, "u0");
  lanes.lose(0);
  CHECK_FALSE(lanes.is_blocked());
  lanes.begin(5, "u5");
  lanes.settle(5);
  lanes.begin(6, "u6");
  lanes.lose(6);
  CHECK_FALSE(lanes.is_blocked());
}

TEST_CASE("the lists are looked at 5, 10, 20, 40 and 80 s after the first try failed") {
  LostAnswer lost = LostAnswer::in_this_run(seconds(100));
  for (const int after : {5, 10, 20, 40, 80}) {
    REQUIRE(lost.next_look() == seconds(100 + after));
    lost.looked(seconds(100 + after));
  }
  CHECK_FALSE(lost.next_look().has_value());
}

TEST_CASE("looks that a slow call has swallowed are not made up for") {
  LostAnswer lost = LostAnswer::in_this_run(seconds(0));
  lost.looked(seconds(5));
  lost.looked(seconds(35));  // the one after 10 s was late, the one after 20 s has gone by
  CHECK(lost.next_look() == seconds(40));
}

TEST_CASE("a later run looks at once, but not sooner than 5 s after the sending") {
  CHECK(LostAnswer::of_an_earlier_run(seconds(3600), seconds(50)).next_look() == seconds(50));
  CHECK(LostAnswer::of_an_earlier_run(seconds(2), seconds(50)).next_look() == seconds(53));
  CHECK(LostAnswer::of_an_earlier_run(std::nullopt, seconds(50)).next_look() == seconds(55));
  CHECK(LostAnswer::of_an_earlier_run(seconds(-9), seconds(50)).next_look() == seconds(55));
}
