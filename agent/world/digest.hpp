// digest.hpp -- SHA-256 (FIPS 180-4) of bytes, whole or as they stream past. In lower-case hex.
//
// Known files, composed messages, unchanged ledger rows and the audit chain are recognised by it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace settled::world {

// 64 characters, 0-9 a-f.
std::string sha256_hex(std::string_view bytes);

// The same, fed piece by piece: hex() of all pieces is sha256_hex of their concatenation.
class Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    Sha256& add(std::string_view bytes);
    std::string hex(); // ends the message; the next add() begins a new one

  private:
    struct Context;
    std::unique_ptr<Context> context_;
};

} // namespace settled::world
