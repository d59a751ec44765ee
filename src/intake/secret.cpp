#include "intake/secret.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "domainplan/api_key.hpp"
#include "intake/invisible.hpp"
#include "io/encoding.hpp"

namespace domainplan {
namespace {

constexpr std::string_view kVariable = "env:";
constexpr std::string_view kFile = "file:";

bool is_variable_name(std::string_view name) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !name.empty() && is_letter(name.front()) && std::all_of(name.begin(), name.end(), [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9');
  });
}

// These hold the key that pays for everything: a file from somebody else must not have them sent away.
constexpr std::array<std::string_view, 5> kKeyVariables = {"PEEKER_API_KEY", "PEEKER_WEBHOOK_SECRET",
                                                           "DOMAINPLAN_API_KEY", "DOMAINPLAN_API_KEY_COMMAND",
                                                           "DOMAINPLAN_API_KEY_FILE"};

// Why a text cannot be a password, to follow its name; empty where it can.
std::string wrong_with(std::string_view secret) {
  // An order is JSON, so what it holds is text.
  if (!is_utf8(secret) || secret.find('\0') != std::string_view::npos) return "is not UTF-8";
  if (const std::string invisible = first_invisible(secret); !invisible.empty())
    return fmt::format("has an invisible character, {}: type the password again", invisible);
  if (begins_like_api_key(secret)) return "is an API key: give the sequencer's password";
  return {};
}

Problem unusable(std::string why) { return {DiagnosticCode::secret_unusable, std::move(why)}; }

}  // namespace

Checked<std::string> Passwords::resolve(std::string_view cell) {
  const std::string_view reference = trimmed(cell);
  if (reference.starts_with(kVariable))
    return variable(std::string(trimmed(reference.substr(kVariable.size()))));
  if (reference.starts_with(kFile)) return first_line(std::string(trimmed(reference.substr(kFile.size()))));
  if (const std::string wrong = wrong_with(cell); !wrong.empty()) return unusable("the cell " + wrong);
  return std::string(cell);
}

Checked<std::string> Passwords::variable(const std::string& name) const {
  if (!is_variable_name(name))
    return unusable("'env:' is not followed by the name of an environment variable: letters, digits and _");
  const std::string what = "the environment variable that it names";  // the name may be a password by mistake
  if (std::find(kKeyVariables.begin(), kKeyVariables.end(), name) != kKeyVariables.end())
    return unusable(fmt::format("{} is for the API key: name one that holds the sequencer's password", what));
  const auto value = sources_.environment ? sources_.environment(name) : std::nullopt;
  if (!value) return unusable(fmt::format("{} is not set: set it to the password", what));
  if (value->empty()) return unusable(fmt::format("{} is empty: set it to the password", what));
  if (const std::string wrong = wrong_with(*value); !wrong.empty())
    return unusable(fmt::format("{} {}", what, wrong));
  return *value;
}

Checked<std::string> Passwords::first_line(const std::string& path) {
  if (path.empty())
    return unusable("'file:' is not followed by a path: name the file that holds the password");
  auto known = files_.find(path);
  if (known == files_.end())
    known = files_.emplace(path, sources_.file ? sources_.file(path) : SecretFile{}).first;
  const std::string what = "the file that it names";  // its path may be a password after a slip of the pen
  const SecretFile& file = known->second;
  if (file.outside)
    return unusable(fmt::format(
        "{} is outside the folder of the customers' file and the secrets folder: move it there", what));
  if (!file.bytes)
    return unusable(fmt::format("{} cannot be read: put the password on its first line", what));
  if (is_utf16(*file.bytes)) return unusable(fmt::format("{} is UTF-16: save it as UTF-8", what));
  const std::string_view bytes = without_byte_order_mark(*file.bytes);
  const std::string_view line = bytes.substr(0, bytes.find_first_of("\r\n"));
  if (line.empty())
    return unusable(fmt::format("the first line of {} is empty: put the password there", what));
  if (const std::string wrong = wrong_with(line); !wrong.empty())
    return unusable(fmt::format("the first line of {} {}", what, wrong));
  return std::string(line);
}

}  // namespace domainplan
