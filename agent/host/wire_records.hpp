// wire_records.hpp -- the wall's records as frame payloads: ledger rows by the column tables of
// columns.hpp, statements with their entries, charges and details field by field.
//
// What is read borrows the frame's bytes and this reader's scratch memory: it lives until the next
// read. A value that no frame can hold shows in WireReader::intact().
#pragma once

#include "host/wire.hpp"

#include <settled/columns.hpp>

#include <cstddef>
#include <vector>

namespace settled::host {

void write_record(WireWriter& wire, const Entity& entity, const void* record); // of full size
void write_commit(WireWriter& wire, const settled_commit& commit);
void write_begin(WireWriter& wire, const settled_statement_begin& begin);
void write_entry(WireWriter& wire, const settled_entry& entry); // with charges and details, all of full size
void write_end(WireWriter& wire, const settled_statement_end& end);
void write_diagnostic(WireWriter& wire, const settled_diagnostic& diagnostic);

class RecordReader {
  public:
    const void* record(WireReader& wire, const Entity& entity);
    settled_commit commit(WireReader& wire);
    const settled_entry& entry(WireReader& wire);

  private:
    std::vector<std::max_align_t> record_;
    std::vector<settled_sum> sums_;
    settled_entry entry_{};
    std::vector<settled_entry> details_;
    std::vector<settled_charge> charges_; // of the entry, then of each detail in turn
};

settled_statement_begin read_begin(WireReader& wire);
settled_statement_end read_end(WireReader& wire);
settled_diagnostic read_diagnostic(WireReader& wire);

} // namespace settled::host
