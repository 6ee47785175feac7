#include "host/wire_records.hpp"

#include <settled/ledger.hpp>
#include <settled/testing.hpp>

#include <gmock/gmock.h>

#include <random>
#include <string>

namespace settled::host {
namespace {

struct Buffer final : ByteOutput, ByteInput {
    std::string bytes;
    std::size_t at = 0, piece_max = 7; // reads arrive in small pieces
    std::vector<std::size_t> writes;

    Status write(std::string_view more) override { return bytes += more, writes.push_back(more.size()), Status{}; }
    Result<std::size_t> read(std::span<char> into) override {
        const std::size_t got = std::min({into.size(), piece_max, bytes.size() - at});
        std::memcpy(into.data(), bytes.data() + at, got);
        at += got;
        return got;
    }
};

TEST(Wire, FramesArriveAsTheyWereWrittenHoweverTheyAreCut) {
    for (const std::size_t piece : {1u, 2u, 7u, 100'000u}) {
        Buffer pipe;
        pipe.piece_max = piece;
        WireWriter writer(pipe);
        for (std::uint8_t i = 1; i <= 50; ++i) {
            writer.begin(i);
            writer.number(static_cast<std::int64_t>(-i));
            writer.text(std::string(static_cast<std::size_t>(i) * 10, 'x'));
            ASSERT_TRUE(writer.end());
        }
        ASSERT_TRUE(writer.flush());
        EXPECT_EQ(pipe.writes.size(), 1u) << "small frames leave together";
        FrameReader reader(pipe);
        for (std::uint8_t i = 1; i <= 50; ++i) {
            const auto frame = reader.next();
            ASSERT_TRUE(frame && *frame);
            EXPECT_EQ((*frame)->type, i);
            WireReader wire((*frame)->payload);
            EXPECT_EQ(wire.number<std::int64_t>(), -i);
            EXPECT_EQ(wire.text(), std::string(static_cast<std::size_t>(i) * 10, 'x'));
            EXPECT_TRUE(wire.all_read());
        }
        EXPECT_FALSE(reader.next().value()) << "the end between two frames";
    }
}

TEST(Wire, BlocksAreLarge) {
    Buffer pipe;
    WireWriter writer(pipe);
    for (int i = 0; i < 100'000; ++i) {
        writer.begin(1);
        writer.text("sixteen letters.");
        ASSERT_TRUE(writer.end());
    }
    for (const std::size_t bytes : pipe.writes) EXPECT_GE(bytes, limit::block_bytes);
}

TEST(Wire, SizesOfAnyLengthComeBack) {
    Buffer pipe;
    WireWriter writer(pipe);
    const std::vector<std::uint64_t> sizes = {0, 1, 127, 128, 300, 16383, 16384, 1u << 31, ~std::uint64_t{0}};
    writer.begin(1);
    for (const std::uint64_t size : sizes) writer.size(size);
    ASSERT_TRUE(writer.end() && writer.flush());
    FrameReader reader(pipe);
    WireReader wire(reader.next().value()->payload);
    for (const std::uint64_t size : sizes) EXPECT_EQ(wire.size(), size);
    EXPECT_TRUE(wire.all_read());
}

TEST(Wire, ACutPipeIsNoticedWhereverItIsCut) {
    Buffer whole;
    WireWriter writer(whole);
    writer.begin(1);
    writer.text("words");
    ASSERT_TRUE(writer.end() && writer.flush());
    for (std::size_t size = 1; size < whole.bytes.size(); ++size) {
        Buffer cut;
        cut.bytes = whole.bytes.substr(0, size);
        FrameReader reader(cut);
        const auto frame = reader.next();
        ASSERT_FALSE(frame) << size;
        EXPECT_EQ(frame.error().code, SETTLED_UNAVAILABLE);
    }
}

TEST(Wire, AnImpossibleLengthIsRefusedWithoutAskingForMemory) {
    for (const std::uint32_t length : {0u, static_cast<std::uint32_t>(limit::frame_bytes_max + 1), 0xFFFFFFFFu}) {
        Buffer pipe;
        pipe.bytes.assign(reinterpret_cast<const char*>(&length), sizeof length);
        pipe.bytes += "12345678";
        FrameReader reader(pipe);
        EXPECT_EQ(reader.next().error().code, SETTLED_BAD_DATA) << length;
    }
}

TEST(Wire, AValueThatTheFrameCannotHoldReadsAsNothing) {
    WireReader wire("\x7F"
                    "ab"); // a text of 127 bytes in a frame with two
    EXPECT_EQ(wire.text(), "");
    EXPECT_FALSE(wire.intact());
    EXPECT_EQ(wire.number<std::int32_t>(), 0);
    EXPECT_FALSE(wire.all_read());
}

// Every field of every entity gets a value of its own and must come back in its own place.
void fill(const Entity& entity, void* record, std::vector<std::string>& texts, std::int32_t seed) {
    for (const Field& field : entity.fields) {
        ++seed;
        switch (field.type) {
        case FieldType::text:
        case FieldType::list:
        case FieldType::decimal:
            field_value<settled_text>(record, field) = texts.emplace_back("文" + std::to_string(seed));
            break;
        case FieldType::date:
            field_value<settled_date>(record, field) = 20260000 + seed;
            break;
        case FieldType::currency:
            field_value<settled_currency>(record, field) = {{static_cast<char>('A' + seed % 26), 'B', 'C', '\0'}};
            break;
        case FieldType::amount:
            field_value<settled_amount>(record, field) = {-1'000'000'007LL * seed, 1, 0};
            break;
        case FieldType::number:
        case FieldType::flag:
            field_value<settled_number>(record, field) = {1, -seed};
            break;
        case FieldType::enumeration:
            field_value<std::int32_t>(record, field) = 1;
            break;
        }
    }
}

TEST(WireRecords, EveryEntityPassesWhole) {
    RecordReader records;
    for (const Entity& entity : entities()) {
        std::vector<std::max_align_t> memory(200);
        ASSERT_LE(entity.record_size, memory.size() * sizeof(std::max_align_t));
        std::vector<std::string> texts;
        texts.reserve(100);
        fill(entity, memory.data(), texts, static_cast<std::int32_t>(entity.id) * 100);
        Buffer pipe;
        WireWriter writer(pipe);
        writer.begin(1);
        write_record(writer, entity, memory.data());
        ASSERT_TRUE(writer.end() && writer.flush());
        FrameReader reader(pipe);
        WireReader wire(reader.next().value()->payload);
        const void* const copy = records.record(wire, entity);
        EXPECT_TRUE(wire.all_read()) << entity.name;
        EXPECT_EQ(testing::columns_of(entity.id, copy), testing::columns_of(entity.id, memory.data())) << entity.name;
        EXPECT_EQ(testing::columns_of(entity.id, copy).size(), entity.fields.size()) << entity.name;
        std::uint32_t size = 0;
        std::memcpy(&size, copy, sizeof size);
        EXPECT_EQ(size, entity.record_size);
    }
}

TEST(WireRecords, AnEntryKeepsItsChargesAndTheChargesOfItsDetails) {
    const std::array<settled_charge, 2> own = {{{sizeof(settled_charge), {"EUR"}, {50, 1, 0}, {1, 1}, "fee"},
                                                {sizeof(settled_charge), {"USD"}, {7, 1, 1}, {0, 0}, "tax"}}};
    const settled_charge part_charge{sizeof(settled_charge), {"CNY"}, {9, 1, 0}, {1, 0}, "part"};
    std::array<settled_entry, 2> details{};
    details[0].size = details[1].size = sizeof(settled_entry);
    details[0].remittance = "one", details[1].remittance = "two";
    details[1].charges = &part_charge, details[1].charge_count = 1;
    settled_entry entry{};
    entry.size = sizeof entry, entry.line = 17, entry.status = SETTLED_ENTRY_PENDING, entry.reversal = 1;
    entry.booking_date = 20261001, entry.value_date = 20261002, entry.currency = {"EUR"}, entry.amount = {-1500, 1, 0};
    entry.original_currency = {"USD"}, entry.original_amount = {-1620, 1, 0}, entry.original_rate = "1.08";
    entry.return_reason = "AC01", entry.counterparty_name = "ACME";
    entry.charges = own.data(), entry.charge_count = own.size(), entry.details = details.data(),
    entry.detail_count = details.size();

    Buffer pipe;
    WireWriter writer(pipe);
    writer.begin(1);
    write_entry(writer, entry);
    ASSERT_TRUE(writer.end() && writer.flush());
    FrameReader reader(pipe);
    WireReader wire(reader.next().value()->payload);
    RecordReader records;
    const settled_entry& copy = records.entry(wire);
    ASSERT_TRUE(wire.all_read());
    EXPECT_EQ(copy.line, 17);
    EXPECT_EQ(copy.status, SETTLED_ENTRY_PENDING);
    EXPECT_EQ(copy.reversal, 1);
    EXPECT_EQ(copy.value_date, 20261002);
    EXPECT_EQ(copy.amount.minor_units, -1500);
    EXPECT_EQ(std::string_view(copy.original_currency.code), "USD");
    EXPECT_EQ(std::string_view(copy.original_rate), "1.08");
    EXPECT_EQ(std::string_view(copy.return_reason), "AC01");
    ASSERT_EQ(copy.charge_count, 2u);
    EXPECT_EQ(std::string_view(copy.charges[1].kind), "tax");
    EXPECT_EQ(copy.charges[1].amount.finer_digits, 1);
    EXPECT_EQ(copy.charges[0].included.value, 1);
    ASSERT_EQ(copy.detail_count, 2u);
    EXPECT_EQ(std::string_view(copy.details[1].remittance), "two");
    EXPECT_EQ(copy.details[0].charge_count, 0u);
    ASSERT_EQ(copy.details[1].charge_count, 1u);
    EXPECT_EQ(std::string_view(copy.details[1].charges[0].kind), "part");
}

// What a broken child may write: nothing of it may be read beyond its frame.
TEST(WireRecords, AnyBytesAreAnAnswerAndNeverACrash) {
    std::mt19937 random(2041);
    RecordReader records;
    for (int i = 0; i < 20'000; ++i) {
        std::string bytes(random() % 300, '\0');
        for (char& byte : bytes) byte = static_cast<char>(random() % 4 ? random() % 3 : random());
        WireReader as_entry(bytes), as_record(bytes), as_commit(bytes), as_begin(bytes), as_end(bytes), as_diagnostic(bytes);
        const settled_entry& entry = records.entry(as_entry);
        if (!as_entry.intact()) {
            EXPECT_EQ(entry.detail_count + entry.charge_count, 0u) << "no counts without rows";
        }
        records.record(as_record, entity(SETTLED_OPEN_ITEMS));
        const settled_commit commit = records.commit(as_commit);
        if (as_commit.intact()) {
            EXPECT_LE(commit.sum_count * sizeof(settled_sum), bytes.size());
        }
        read_begin(as_begin), read_end(as_end), read_diagnostic(as_diagnostic);
    }
}

} // namespace
} // namespace settled::host
