#include "orders/file.hpp"

#include <catch2/catch.hpp>
#include <filesystem>

#include "domainplan/error.hpp"
#include "scratch_folder.hpp"

using namespace domainplan;
using Catch::Matchers::Contains;

TEST_CASE("a file is read to its end, whatever is in it") {
  const ScratchFolder folder;
  std::string bytes =
      GENERATE(as<std::string>{}, "", "one\r\ntwo", std::string("\0\n\xff\0", 4), std::string(300'000, 'x'));
  OutputFile file(folder / "f", OutputFile::Mode::create);
  file.write(bytes);
  file.close();
  CHECK(bytes_of_file(folder / "f") == bytes);
  CHECK(bytes_if_there(folder / "f") == bytes);
}

TEST_CASE("a file that is not there is told from one that cannot be read") {
  const ScratchFolder folder;
  CHECK_FALSE(bytes_if_there(folder / "none").has_value());
  CHECK_THROWS_WITH(bytes_of_file(folder / "none"), Contains("cannot read") && Contains("No such file"));
  std::filesystem::create_directory(folder / "folder");
  CHECK_THROWS_AS(bytes_if_there(folder / "folder"), RunError);
  std::filesystem::create_symlink("loop", folder / "loop");
  CHECK_THROWS_AS(bytes_if_there(folder / "loop"), RunError);
}
