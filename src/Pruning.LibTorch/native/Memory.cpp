// Where libtorch's tensors on the CPU get their memory. Its own allocator asks for aligned blocks, and glibc before 2.38 cannot give a
// freed one to the next request of the same size: each activation came from the system anew, which can cost more than computing it.
// A plain block, aligned by hand, is found again.

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <c10/core/alignment.h>
#include <c10/util/Exception.h>

#include <cstdint>
#include <cstdlib>

namespace {

// malloc aligns to 16 bytes, so that before the first multiple of 64 behind the block's start there is room for that start.
void release(void* data) {
  if (data != nullptr) {
    std::free(static_cast<void**>(data)[-1]);
  }
}

struct PlainAllocator final : c10::Allocator {
  c10::DataPtr allocate(size_t bytes) const override {
    void* data = bytes == 0 ? nullptr : align(std::malloc(bytes + c10::gAlignment), bytes);
    return {data, data, &release, c10::Device(c10::DeviceType::CPU)};
  }

  c10::DeleterFnPtr raw_deleter() const override { return &release; }

 private:
  static void* align(void* block, size_t bytes) {
    TORCH_CHECK(block != nullptr, "not enough memory: ", bytes, " bytes were asked for.");
    auto start = reinterpret_cast<uintptr_t>(block);
    auto data = reinterpret_cast<void**>((start / c10::gAlignment + 1) * c10::gAlignment);
    data[-1] = block;
    return data;
  }
};

PlainAllocator allocator;

// libtorch's own has priority 0.
const bool isChosen = (c10::SetCPUAllocator(&allocator, 1), true);

} // namespace
