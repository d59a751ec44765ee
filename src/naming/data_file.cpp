#include "naming/data_file.hpp"

#include <filesystem>
#include <fstream>
#include <vector>

#include "io/sha256.hpp"

namespace domainplan {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMostBytes = 1U << 26U;

std::vector<fs::path> folders() {
  std::vector<fs::path> out;
  std::error_code error;
  if (const fs::path program = fs::read_symlink("/proc/self/exe", error); !error) {
    out.push_back(program.parent_path().parent_path() / "share" / "domainplan");
    out.push_back(program.parent_path() / "share" / "domainplan");
  }
  out.emplace_back(DOMAINPLAN_INSTALLED_DATA);
  out.emplace_back(DOMAINPLAN_BUILT_DATA);
  return out;
}

}  // namespace

DataFile::DataFile(const std::string& name) {
  for (const fs::path& folder : folders()) {
    std::error_code error;
    const fs::path path = folder / name;
    const std::uintmax_t size = fs::file_size(path, error);
    if (error || size > kMostBytes) continue;
    std::ifstream file(path, std::ios::binary);
    if (!file) continue;
    text_.resize(size);
    file.read(text_.data(), static_cast<std::streamsize>(size));
    text_.resize(static_cast<std::size_t>(file.gcount()));
    return;
  }
}

std::string DataFile::sha256() const { return text_.empty() ? std::string() : sha256_hex(text_); }

}  // namespace domainplan
