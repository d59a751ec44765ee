#include "naming/sounds.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;

TEST_CASE("spellings of one sound have the same consonants") {
  CHECK(sound_of("grigoris") == sound_of("gregorys"));
  CHECK(sound_of("filips") == sound_of("philips"));
  CHECK(sound_of("yandex") == sound_of("iandeks"));
  CHECK(sound_of("khalkidiki") == sound_of("qalqidiqi"));
  CHECK(sound_of("") == "");
  CHECK(sounds_begin(sound_of("piraeusbank"), sound_of("peiraios")));
  CHECK(sounds_begin(sound_of("tbcbank"), sound_of("tibisi")));
  CHECK_FALSE(sounds_begin(sound_of("tb"), sound_of("tibisi")));
  CHECK_FALSE(sounds_begin(sound_of("velora"), sound_of("tibisi")));
}

TEST_CASE("words that differ in one letter are nearly the same, long ones in two, and short ones never") {
  CHECK(nearly_same("yukom", "ucom"));
  CHECK(nearly_same("kyanon", "canon"));
  CHECK(nearly_same("rafaello", "raffaelo"));
  CHECK_FALSE(nearly_same("abc", "abd"));
  CHECK_FALSE(nearly_same("velora", "velaro"));
}
