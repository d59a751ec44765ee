// What a spreadsheet writes into a cell that it cannot compute.
#pragma once

#include <string_view>

namespace domainplan {

// Whether `cell`, without surrounding blanks, is an error value of Excel, LibreOffice or Google Sheets in one
// of the languages they are translated into. Other hashtags are names ("#GIRLBOSS!").
bool is_error_value(std::string_view cell);

// Whether it is worth asking: most cells show at once, by their first and last bytes, that they are none.
inline bool may_be_error_value(std::string_view cell) {
  constexpr std::size_t kShortest = 3, kNumber = 4;  // "#NV", ":502"
  if (cell.size() < kShortest) return false;
  const char last = cell.back();
  if (cell.front() == '#' || last == '.' || last == '\xA6') return true;
  return last >= '0' && last <= '9' && cell.size() > kNumber && cell[cell.size() - kNumber] == ':';
}

}  // namespace domainplan
