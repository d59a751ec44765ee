#include "submission/remedy.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;
using Catch::Matchers::Contains;

namespace {

partner::PendingAction pending(const std::string& type, const std::string& message) {
  partner::PendingAction action;
  action.id = "act_1";
  action.type = type;
  action.message = message;
  return action;
}

const std::vector<PictureOwner> kOwners = {
    {"Ann Lee", "https://x.example/pic"}, {"Ann Leeds", "https://x.example/pic2"}, {"Jo Park", ""}};

std::string persona_for(const std::string& message) {
  return action_to_take(pending("google_profile_picture", message), {}, kOwners).persona;
}

}  // namespace

TEST_CASE("of personas whose URL or name is a part of another's, the longest that is mentioned is meant") {
  CHECK(persona_for("cannot load https://x.example/pic2") == "Ann Leeds");
  CHECK(persona_for("cannot load https://x.example/pic.") == "Ann Lee");
  CHECK(persona_for("the picture of Ann Leeds is not accessible") == "Ann Leeds");
  CHECK(persona_for("the picture of Ann Lee is not accessible") == "Ann Lee");
  CHECK(persona_for("Jo Park has none") == "Jo Park");
}

TEST_CASE("where it is not said whose picture it is, all that have one are named") {
  const ActionToTake take =
      action_to_take(pending("google_profile_picture", "a picture is broken"), {}, kOwners);
  CHECK(take.persona.empty());
  CHECK_THAT(take.remedy, Contains("one of these") && Contains("Ann Lee https://x.example/pic,") &&
                              Contains("Ann Leeds https://x.example/pic2") && !Contains("Jo Park") &&
                              Contains("a picture is broken"));
  const ActionToTake only =
      action_to_take(pending("google_profile_picture", ""), {}, {kOwners[0], kOwners[2]});
  CHECK(only.persona == "Ann Lee");
  const ActionToTake nobody = action_to_take(pending("google_profile_picture", "it is broken"), {}, {});
  CHECK_THAT(nobody.remedy, Contains("200 with an image") && Contains("it is broken"));
}

TEST_CASE("a picture is recognised by the reason too, whatever the type is called") {
  partner::PendingAction action = pending("microsoft_profile_picture", "of Ann Lee");
  action.reason = "profile_picture_not_accessible";
  CHECK(action_to_take(action, {}, kOwners).persona == "Ann Lee");
}

TEST_CASE("a domain to replace is named, with what the vendor says") {
  partner::PendingAction action = pending("replace_domain", "It is on a block list.");
  action.domain = "acme.com";
  const ActionToTake take = action_to_take(action, {}, {});
  CHECK(take.domain == "acme.com");
  CHECK(take.remedy == "replace acme.com at the vendor (the vendor says: It is on a block list.)");
}

TEST_CASE("an action of an unknown type is shown as it is, and cannot drive a terminal") {
  partner::PendingAction action = pending("send_cake", "now\x1b]0;owned\x07");
  action.reason = "birth\nday";
  action.domain = "acme.com";
  const ActionToTake take = action_to_take(action, {}, {});
  CHECK_THAT(take.remedy, Contains("send_cake of acme.com") && Contains("birth") && Contains("now"));
  for (const char c : take.remedy) CHECK(static_cast<unsigned char>(c) >= 0x20);
  CHECK(take.reason == "birth\nday");
  action.type = "up\x1b[date";
  CHECK(action_to_take(action, {}, {}).remedy.find('\x1b') == std::string::npos);
}

TEST_CASE("nameservers and personas from outside are escaped too") {
  partner::PendingAction action = pending("update_nameservers", "");
  action.domain = "acme.com";
  const ActionToTake set = action_to_take(action, {"ns1\x1b[2J"}, {});
  CHECK(set.remedy.find('\x1b') == std::string::npos);
  const ActionToTake mend =
      action_to_take(pending("google_profile_picture", ""), {}, {{"A\x1b B", "https://x.example/\x1b"}});
  CHECK(mend.remedy.find('\x1b') == std::string::npos);
}

TEST_CASE("the personas are read out of an order, and out of nothing else") {
  const auto owners = picture_owners(
      R"({"sequencer":{"login_password":"s3cret"},"personas":[{"first_name":"Zoë","last_name":"Ek","profile_picture_url":""}, 7]})");
  REQUIRE(owners.size() == 1);
  CHECK(owners[0].name == "Zoë Ek");
  CHECK(owners[0].url.empty());
  CHECK(picture_owners("").empty());
  CHECK(picture_owners("[]").empty());
  CHECK(picture_owners(R"({"personas":null})").empty());
}
