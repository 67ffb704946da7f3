// The native part of the torch provider. It knows no operator: one function calls all of them through libtorch's dispatcher.
// Around it stand the life of tensors, autograd, random generators, threads and errors.
//
// Every function that can fail returns null, or the message of the error (valid until the next failure on the same thread).
// A tensor handle is a TensorImpl* that owns one reference.

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/ops/empty.h>
#include <c10/core/InferenceMode.h>
#include <c10/util/Exception.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/csrc/autograd/variable.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <string>
#include <vector>

#define PT_API extern "C" __attribute__((visibility("default")))

namespace {

using TensorHandle = c10::TensorImpl*;

// The same numbers as in C#: ArgumentKind.
enum class Kind : int32_t {
  None = 0, Tensor = 1, Int = 2, Double = 3, Bool = 4, Complex = 5, Ints = 6, Doubles = 7, Bools = 8, Tensors = 9,
  String = 10, Device = 11, Generator = 12
};

// One argument or result. `bits` is a number, or a pointer to `count` elements. Device: type in the low, index in the high half.
// Complex: pointer to two doubles.
struct Value {
  int64_t bits;
  int32_t count;
  Kind kind;
};

// What an operator's schema wants at a place, decided once per operator.
enum class Wanted : int32_t {
  Any, Tensor, Number, Int, Double, Bool, Ints, Doubles, Bools, Tensors, OptionalTensors, Scalars
};

struct Parameter {
  Wanted wanted;
  int32_t broadcast; // N of int[N]: a single number stands for N equal ones
  bool nullable;
};

struct Operator {
  c10::OperatorHandle handle;
  std::vector<Parameter> parameters;
};

thread_local std::string LastError;

const char* fail(std::string message) {
  LastError = std::move(message);
  return LastError.c_str();
}

template <typename Body>
const char* guarded(Body body) noexcept {
  try {
    body();
    return nullptr;
  } catch (const c10::Error& error) {
    return fail(error.what_without_backtrace());
  } catch (const std::exception& error) {
    return fail(error.what());
  } catch (...) {
    return fail("libtorch failed with an error of unknown type.");
  }
}

at::Tensor borrow(TensorHandle handle) {
  return handle == nullptr ? at::Tensor() : at::Tensor(c10::intrusive_ptr<c10::TensorImpl>::reclaim_copy(handle));
}

TensorHandle own(at::Tensor tensor) {
  return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr;
}

std::vector<at::Tensor> borrow(const TensorHandle* handles, int64_t count) {
  std::vector<at::Tensor> tensors;
  tensors.reserve(count);
  for (int64_t i = 0; i < count; i++) tensors.push_back(borrow(handles[i]));
  return tensors;
}

Wanted wanted(const c10::Type& type) {
  switch (type.kind()) {
    case c10::TypeKind::TensorType: return Wanted::Tensor;
    case c10::TypeKind::NumberType: return Wanted::Number;
    case c10::TypeKind::IntType:
    case c10::TypeKind::SymIntType: return Wanted::Int;
    case c10::TypeKind::FloatType: return Wanted::Double;
    case c10::TypeKind::BoolType: return Wanted::Bool;
    case c10::TypeKind::OptionalType: return wanted(*type.castRaw<c10::OptionalType>()->getElementType());
    case c10::TypeKind::ListType: {
      const auto& element = *type.castRaw<c10::ListType>()->getElementType();
      switch (element.kind()) {
        case c10::TypeKind::TensorType: return Wanted::Tensors;
        case c10::TypeKind::OptionalType: return Wanted::OptionalTensors;
        case c10::TypeKind::IntType:
        case c10::TypeKind::SymIntType: return Wanted::Ints;
        case c10::TypeKind::FloatType: return Wanted::Doubles;
        case c10::TypeKind::BoolType: return Wanted::Bools;
        case c10::TypeKind::NumberType: return Wanted::Scalars;
        default: return Wanted::Any;
      }
    }
    default: return Wanted::Any;
  }
}

[[noreturn]] void refuse(const Operator& op, size_t index) {
  const auto& schema = op.handle.schema();
  TORCH_CHECK(false, "The argument '", schema.arguments()[index].name(), "' of ", schema.name(), " must be of type ",
      schema.arguments()[index].type()->str(), ".");
  std::terminate(); // not reached: the check above throws
}

template <typename T>
c10::IValue list(const Value& value) {
  const T* elements = reinterpret_cast<const T*>(value.bits);
  c10::List<T> result;
  result.reserve(value.count);
  for (int32_t i = 0; i < value.count; i++) result.push_back(elements[i]);
  return result;
}

template <typename T>
c10::IValue repeated(T element, int32_t count) {
  c10::List<T> result;
  for (int32_t i = 0; i < count; i++) result.push_back(element);
  return result;
}

double asDouble(const Value& value) {
  double result;
  std::memcpy(&result, &value.bits, sizeof result);
  return result;
}

c10::IValue toIValue(const Operator& op, size_t index, const Value& value) {
  const auto [wanted, broadcast, nullable] = op.parameters[index];
  switch (value.kind) {
    case Kind::None:
      if (wanted == Wanted::Tensor && !nullable) break;
      return {};
    case Kind::Tensor: return borrow(reinterpret_cast<TensorHandle>(value.bits));
    case Kind::Int:
      switch (wanted) {
        case Wanted::Double: return static_cast<double>(value.bits);
        case Wanted::Ints: return repeated<int64_t>(value.bits, std::max(broadcast, 1));
        case Wanted::Tensor:
        case Wanted::Bool: break;
        default: return value.bits;
      }
      break;
    case Kind::Double:
      switch (wanted) {
        case Wanted::Number:
        case Wanted::Double: return asDouble(value);
        case Wanted::Doubles: return repeated<double>(asDouble(value), std::max(broadcast, 1));
        default: break;
      }
      break;
    case Kind::Bool:
      if (wanted == Wanted::Bool || wanted == Wanted::Number) return value.bits != 0;
      break;
    case Kind::Complex: {
      const double* parts = reinterpret_cast<const double*>(value.bits);
      if (wanted == Wanted::Number) return c10::complex<double>(parts[0], parts[1]);
      break;
    }
    case Kind::Ints:
      if (wanted == Wanted::Ints) return list<int64_t>(value);
      break;
    case Kind::Doubles:
      if (wanted == Wanted::Doubles) return list<double>(value);
      if (wanted == Wanted::Scalars) {
        c10::List<at::Scalar> scalars;
        for (int32_t i = 0; i < value.count; i++) scalars.push_back(reinterpret_cast<const double*>(value.bits)[i]);
        return scalars;
      }
      break;
    case Kind::Bools:
      if (wanted == Wanted::Bools) return list<bool>(value);
      break;
    case Kind::Tensors: {
      const TensorHandle* handles = reinterpret_cast<const TensorHandle*>(value.bits);
      if (wanted == Wanted::Tensors) return borrow(handles, value.count);
      if (wanted == Wanted::OptionalTensors) {
        c10::List<c10::optional<at::Tensor>> tensors;
        tensors.reserve(value.count);
        for (int32_t i = 0; i < value.count; i++) {
          if (handles[i] == nullptr) tensors.push_back(c10::nullopt);
          else tensors.push_back(borrow(handles[i]));
        }
        return tensors;
      }
      break;
    }
    case Kind::String: return std::string(reinterpret_cast<const char*>(value.bits), value.count);
    case Kind::Device:
      return c10::Device(static_cast<c10::DeviceType>(value.bits & 0xff), static_cast<c10::DeviceIndex>(value.bits >> 32));
    case Kind::Generator: return *reinterpret_cast<const at::Generator*>(value.bits);
  }
  refuse(op, index);
}

// What the caller reads after a call: the results themselves, and the room for those that are lists. Lives until the next call.
struct Results {
  std::vector<Value> values;
  std::vector<std::vector<int64_t>> lists;
};

thread_local Results LastResults;
thread_local std::vector<torch::jit::Stack> SpareStacks; // several, because a call may lead back here (hooks)

Value result(const c10::IValue& value, Results& results) {
  if (value.isTensor()) return {reinterpret_cast<int64_t>(own(value.toTensor())), 1, Kind::Tensor};
  if (value.isInt()) return {value.toInt(), 1, Kind::Int};
  if (value.isBool()) return {value.toBool(), 1, Kind::Bool};
  if (value.isDouble()) {
    Value number{0, 1, Kind::Double};
    const double content = value.toDouble();
    std::memcpy(&number.bits, &content, sizeof content);
    return number;
  }
  auto& room = results.lists.emplace_back();
  if (value.isComplexDouble()) {
    const auto complex = value.toComplexDouble();
    room.resize(2);
    const double parts[] = {complex.real(), complex.imag()};
    std::memcpy(room.data(), parts, sizeof parts);
    return {reinterpret_cast<int64_t>(room.data()), 2, Kind::Complex};
  }
  if (value.isTensorList()) {
    for (const at::Tensor& tensor : value.toTensorVector()) room.push_back(reinterpret_cast<int64_t>(own(tensor)));
    return {reinterpret_cast<int64_t>(room.data()), static_cast<int32_t>(room.size()), Kind::Tensors};
  }
  if (value.isIntList()) {
    room = value.toIntVector();
    return {reinterpret_cast<int64_t>(room.data()), static_cast<int32_t>(room.size()), Kind::Ints};
  }
  if (value.isNone()) return {0, 0, Kind::None};
  TORCH_CHECK(false, "A result of type ", value.tagKind(), " cannot be handed to .NET.");
}

struct StackLease {
  torch::jit::Stack stack;
  StackLease() {
    if (SpareStacks.empty()) return;
    stack = std::move(SpareStacks.back());
    SpareStacks.pop_back();
  }
  ~StackLease() {
    stack.clear();
    SpareStacks.push_back(std::move(stack));
  }
};

} // namespace

PT_API const char* pt_operator_find(const char* name, const char* overload, const Operator** found) {
  return guarded([&] {
    auto handle = c10::Dispatcher::singleton().findSchemaOrThrow(name, overload);
    std::vector<Parameter> parameters;
    for (const c10::Argument& argument : handle.schema().arguments())
      parameters.push_back({wanted(*argument.type()), argument.N().value_or(0), argument.type()->kind() == c10::TypeKind::OptionalType});
    *found = new Operator{handle, std::move(parameters)};
  });
}

// Arguments that are not given take the schema's defaults.
PT_API const char* pt_operator_call(
    const Operator* op, const Value* arguments, int32_t count, const Value** results, int32_t* resultCount) {
  return guarded([&] {
    StackLease lease;
    auto& stack = lease.stack;
    const size_t parameterCount = op->parameters.size();
    const size_t given = static_cast<size_t>(count);
    TORCH_CHECK(given <= parameterCount, op->handle.schema().name(), " takes ", parameterCount, " arguments, not ", count, ".");
    stack.reserve(parameterCount);
    for (size_t i = 0; i < given; i++) stack.push_back(toIValue(*op, i, arguments[i]));
    for (size_t i = given; i < parameterCount; i++) {
      const auto& parameter = op->handle.schema().arguments()[i];
      TORCH_CHECK(parameter.default_value().has_value(), op->handle.schema().name(), " misses its argument '", parameter.name(), "'.");
      stack.push_back(*parameter.default_value());
    }
    op->handle.callBoxed(stack);
    LastResults.values.clear();
    LastResults.lists.clear();
    for (const c10::IValue& value : stack) LastResults.values.push_back(result(value, LastResults));
    *results = LastResults.values.data();
    *resultCount = static_cast<int32_t>(LastResults.values.size());
  });
}

// ---- Tensors

PT_API void pt_tensor_free(TensorHandle handle) { c10::intrusive_ptr<c10::TensorImpl>::reclaim(handle); }

PT_API TensorHandle pt_tensor_share(TensorHandle handle) { return own(borrow(handle)); }

// The new tensor has memory of its own, filled from `data`.
PT_API const char* pt_tensor_copy_of(
    const void* data, const int64_t* sizes, int64_t dims, int32_t type, TensorHandle* made) {
  return guarded([&] {
    auto tensor = at::empty({sizes, static_cast<size_t>(dims)}, static_cast<at::ScalarType>(type));
    if (tensor.nbytes() > 0) std::memcpy(tensor.data_ptr(), data, tensor.nbytes());
    *made = own(std::move(tensor));
  });
}

PT_API int64_t pt_tensor_dim(TensorHandle handle) { return handle->dim(); }
PT_API int64_t pt_tensor_numel(TensorHandle handle) { return handle->numel(); }
PT_API int32_t pt_tensor_type(TensorHandle handle) { return static_cast<int32_t>(c10::typeMetaToScalarType(handle->dtype())); }
PT_API int64_t pt_tensor_item_size(TensorHandle handle) { return handle->dtype().itemsize(); }
PT_API int32_t pt_tensor_is_contiguous(TensorHandle handle) { return handle->is_contiguous(); }
PT_API int32_t pt_tensor_requires_grad(TensorHandle handle) { return handle->requires_grad(); }

PT_API int64_t pt_tensor_device(TensorHandle handle) {
  const auto device = handle->device();
  return (static_cast<int64_t>(device.index()) << 32) | static_cast<uint8_t>(device.type());
}

PT_API const char* pt_tensor_sizes(TensorHandle handle, const int64_t** sizes) {
  return guarded([&] { *sizes = handle->sizes().data(); });
}

PT_API const char* pt_tensor_strides(TensorHandle handle, const int64_t** strides) {
  return guarded([&] { *strides = handle->strides().data(); });
}

PT_API const char* pt_tensor_storage_offset(TensorHandle handle, int64_t* offset) {
  return guarded([&] { *offset = handle->storage_offset(); });
}

PT_API const char* pt_tensor_data(TensorHandle handle, void** data) {
  return guarded([&] {
    *data = borrow(handle).data_ptr();
    TORCH_CHECK(*data != nullptr || handle->numel() == 0, "The tensor has no memory to read or to write.");
  });
}

// ---- Autograd

PT_API const char* pt_tensor_set_requires_grad(TensorHandle handle, int32_t on) {
  return guarded([&] { borrow(handle).requires_grad_(on != 0); });
}

PT_API const char* pt_tensor_retain_grad(TensorHandle handle) {
  return guarded([&] { borrow(handle).retain_grad(); });
}

PT_API const char* pt_tensor_is_leaf(TensorHandle handle, int32_t* leaf) {
  return guarded([&] { *leaf = borrow(handle).is_leaf(); });
}

PT_API const char* pt_tensor_grad(TensorHandle handle, TensorHandle* gradient) {
  return guarded([&] { *gradient = own(borrow(handle).grad()); });
}

PT_API const char* pt_tensor_set_grad(TensorHandle handle, TensorHandle gradient) {
  return guarded([&] { borrow(handle).mutable_grad() = borrow(gradient); });
}

// `variable` keeps its identity, and shows `data` from now on.
PT_API const char* pt_tensor_set_data(TensorHandle handle, TensorHandle data) {
  return guarded([&] { borrow(handle).set_data(borrow(data)); });
}

PT_API const char* pt_autograd_backward(
    const TensorHandle* tensors, int64_t count, const TensorHandle* gradients, int64_t gradientCount, int32_t retainGraph,
    int32_t createGraph, const TensorHandle* inputs, int64_t inputCount) {
  return guarded([&] {
    torch::autograd::backward(borrow(tensors, count), borrow(gradients, gradientCount),
        retainGraph != 0 || createGraph != 0, createGraph != 0, borrow(inputs, inputCount));
  });
}

PT_API const char* pt_autograd_grad(
    const TensorHandle* outputs, int64_t count, const TensorHandle* inputs, int64_t inputCount, const TensorHandle* gradients,
    int64_t gradientCount, int32_t retainGraph, int32_t createGraph, int32_t allowUnused, TensorHandle* results) {
  return guarded([&] {
    auto found = torch::autograd::grad(borrow(outputs, count), borrow(inputs, inputCount), borrow(gradients, gradientCount),
        retainGraph != 0, createGraph != 0, allowUnused != 0);
    for (size_t i = 0; i < found.size(); i++) results[i] = own(std::move(found[i]));
  });
}

// The gradient of a function written in .NET. Takes and gives ownership of handles; gives the message of an error, or null.
using Backward = const char* (*)(int64_t key, const TensorHandle* gradients, int32_t count, TensorHandle* results, int32_t resultCount);
using Release = void (*)(int64_t key);

struct ManagedFunction : torch::autograd::Node {
  Backward backward;
  Release release;
  int64_t key;

  ManagedFunction(Backward backward, Release release, int64_t key) : backward(backward), release(release), key(key) {}
  ~ManagedFunction() override { release(key); }

  torch::autograd::variable_list apply(torch::autograd::variable_list&& gradients) override {
    std::vector<TensorHandle> given, found(num_outputs(), nullptr);
    for (at::Tensor& gradient : gradients) given.push_back(own(std::move(gradient)));
    const char* error = backward(key, given.data(), static_cast<int32_t>(given.size()), found.data(), static_cast<int32_t>(found.size()));
    torch::autograd::variable_list results;
    for (TensorHandle handle : found)
      results.push_back(handle == nullptr ? at::Tensor() : at::Tensor(c10::intrusive_ptr<c10::TensorImpl>::reclaim(handle)));
    TORCH_CHECK(error == nullptr, error);
    return results;
  }
};

// Makes the outputs the results of a function of the inputs, with a gradient written in .NET. Owns the key in any case.
PT_API const char* pt_autograd_function(
    const TensorHandle* inputs, int32_t inputCount, const TensorHandle* outputs, int32_t outputCount, Backward backward,
    Release release, int64_t key) {
  return guarded([&] {
    std::shared_ptr<ManagedFunction> node(new ManagedFunction(backward, release, key), torch::autograd::deleteNode);
    node->set_next_edges(torch::autograd::collect_next_edges(borrow(inputs, inputCount)));
    for (at::Tensor& output : borrow(outputs, outputCount)) torch::autograd::set_history(output, node);
  });
}

PT_API int32_t pt_grad_mode() { return c10::GradMode::is_enabled(); }
PT_API void pt_set_grad_mode(int32_t on) { c10::GradMode::set_enabled(on != 0); }
PT_API int32_t pt_inference_mode() { return c10::InferenceMode::is_enabled(); }
PT_API void* pt_inference_mode_enter(int32_t on) { return new c10::InferenceMode(on != 0); }
PT_API void pt_inference_mode_leave(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }

// ---- Random generators

PT_API at::Generator* pt_generator_default() { return new at::Generator(at::detail::getDefaultCPUGenerator()); }

PT_API const char* pt_generator_new(uint64_t seed, at::Generator** made) {
  return guarded([&] { *made = new at::Generator(at::detail::createCPUGenerator(seed)); });
}

PT_API void pt_generator_free(at::Generator* generator) { delete generator; }

PT_API const char* pt_generator_set_seed(at::Generator* generator, uint64_t seed) {
  return guarded([&] {
    std::lock_guard<std::mutex> lock(generator->mutex());
    generator->set_current_seed(seed);
  });
}

PT_API const char* pt_generator_initial_seed(at::Generator* generator, uint64_t* seed) {
  return guarded([&] { *seed = generator->current_seed(); });
}

PT_API const char* pt_generator_seed(at::Generator* generator, uint64_t* seed) {
  return guarded([&] {
    std::lock_guard<std::mutex> lock(generator->mutex());
    *seed = generator->seed();
  });
}

PT_API const char* pt_generator_state(at::Generator* generator, TensorHandle* state) {
  return guarded([&] { *state = own(generator->get_state()); });
}

PT_API const char* pt_generator_set_state(at::Generator* generator, TensorHandle state) {
  return guarded([&] { generator->set_state(borrow(state)); });
}

// Seeds every generator that libtorch has, as torch.manual_seed does.
PT_API const char* pt_manual_seed(uint64_t seed) {
  return guarded([&] { at::manual_seed(seed); });
}

// ---- Threads

PT_API int32_t pt_threads() { return at::get_num_threads(); }
PT_API int32_t pt_interop_threads() { return at::get_num_interop_threads(); }

PT_API const char* pt_set_threads(int32_t count) {
  return guarded([&] { at::set_num_threads(count); });
}

PT_API const char* pt_set_interop_threads(int32_t count) {
  return guarded([&] { at::set_num_interop_threads(count); });
}
