// A change of a plan folder, made whole or not at all.
//
// New files are written to .domainplan/stage/ and synced; .domainplan/commit then lists them with their
// digests, and the files to be removed. From that moment the change will happen: each file is moved into its
// place, summary.json last, and the commit is removed. Where an interruption comes in between, the next one
// to take the folder's lock completes the moves. Before the first move over a finished plan its summary.json
// is moved out of the way, so that a folder with one is always whole.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domainplan/grouped_texts.hpp"
#include "io/file.hpp"
#include "io/sha256.hpp"

namespace domainplan::store {

// A file of the stage, written from start to end in pieces of any size.
class StagedFile {
 public:
  StagedFile(const std::string& path, std::string name) : file_(path), name_(std::move(name)) {}
  // Throws RunError.
  void write(std::string_view bytes);

 private:
  friend class Stage;
  void flush();

  OutputFile file_;
  std::string name_;
  std::string buffer_;
  Sha256 digest_;
};

class Stage {
 public:
  // Makes an empty stage in a folder whose lock is held. Throws RunError, also where a committed change waits
  // to be completed: only the next lock does that.
  explicit Stage(std::string folder);
  // Takes away what was not committed.
  ~Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  // A new file of this name ("plan.csv", "inputs/owned.csv"). Throw RunError. close() makes it a part of the
  // change; add() writes it at once, and returns the digest of its bytes.
  StagedFile create(std::string_view name);
  std::string close(StagedFile file);  // returns its digest
  std::string add(std::string_view name, std::string_view bytes);
  // A file of ours that shall be gone.
  void remove(std::string name) { removed_.push_back(std::move(name)); }
  // Moves the old summary.json out of its place at once: the folder holds no finished plan any more.
  void unfinish();

  // Makes the change. Throws RunError; whether it was made is then for the next lock to find out.
  void commit();

 private:
  std::string path(std::string_view name) const;
  std::string keep(std::string_view name, std::string digest);

  std::string folder_;
  GroupedTexts digests_;  // of each file that is staged; the last one counts
  std::vector<std::string> removed_;
  bool committed_ = false;
};

// Completes a committed change of a folder whose lock is held, and drops any other; also what else a process
// that was killed has left: drafts of files, and beside a finished plan the notes of its run. Throws
// RunError.
void recover(const std::string& folder);
// Throws RunError where a file system is mounted within the folder, so that what is staged cannot be moved
// into its place.
void demand_one_file_system(const std::string& folder);
// Whether a committed change waits to be completed.
bool awaits_completion(const std::string& folder);

}  // namespace domainplan::store
