#include "submission/action_to_take.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;

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

std::vector<std::string> named_in(const ActionToTake& take) {
  std::vector<std::string> names;
  for (const PictureOwner& owner : take.pictures) names.push_back(owner.name);
  return names;
}

using Names = std::vector<std::string>;

Names named_for(const std::string& message) {
  return named_in(action_to_take(pending("google_profile_picture", message), {}, kOwners));
}

}  // namespace

TEST_CASE("of personas whose URL or name is a part of another's, the longest that is mentioned is meant") {
  CHECK(named_for("cannot load https://x.example/pic2") == Names{"Ann Leeds"});
  CHECK(named_for("cannot load https://x.example/pic.") == Names{"Ann Lee"});
  CHECK(named_for("the picture of Ann Leeds is not accessible") == Names{"Ann Leeds"});
  CHECK(named_for("the picture of Ann Lee is not accessible") == Names{"Ann Lee"});
  CHECK(named_for("Jo Park has none") == Names{"Jo Park"});
}

TEST_CASE("where it is not said whose picture it is, all that have one are named") {
  CHECK(named_for("a picture is broken") == Names{"Ann Lee", "Ann Leeds"});
  CHECK(named_in(action_to_take(pending("google_profile_picture", ""), {}, {kOwners[0], kOwners[2]})) ==
        Names{"Ann Lee"});
  CHECK(named_in(action_to_take(pending("google_profile_picture", "it is broken"), {}, {})).empty());
}

TEST_CASE("a picture is recognised by the reason too, whatever the type is called") {
  partner::PendingAction action = pending("microsoft_profile_picture", "of Ann Lee");
  action.reason = "profile_picture_not_accessible";
  const ActionToTake take = action_to_take(action, {}, kOwners);
  CHECK(take.kind == ActionKind::mend_picture);
  CHECK(named_in(take) == Names{"Ann Lee"});
}

TEST_CASE("an action keeps what the vendor says, and nameservers are those that are given") {
  partner::PendingAction action = pending("replace_domain", "It is on a block list.");
  action.domain = "acme.com";
  const ActionToTake replace = action_to_take(action, {"ns1.example"}, kOwners);
  CHECK(replace.kind == ActionKind::replace_domain);
  CHECK(replace.domain == "acme.com");
  CHECK(replace.message == "It is on a block list.");
  CHECK((replace.nameservers.empty() && replace.pictures.empty()));
  action.type = "update_nameservers";
  CHECK(action_to_take(action, {"ns1.example"}, {}).nameservers == std::vector<std::string>{"ns1.example"});
  action.type = "send_cake";
  CHECK(action_to_take(action, {}, {}).kind == ActionKind::other);
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
