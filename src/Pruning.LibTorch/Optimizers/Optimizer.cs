using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Changes parameters in the direction that lowers a loss.</summary>
        public abstract class Optimizer : IDisposable
        {
            protected IList<ParamGroup> _parameter_groups = [];

            internal Optimizer()
            {
            }

            ~Optimizer() => Dispose(false);

            /// <summary>The groups of parameters, whose learning rates schedulers change.</summary>
            public virtual IEnumerable<ILearningRateController> ParamGroups => _parameter_groups;

            public virtual IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(group => group.Parameters);

            public virtual void add_param_group(ParamGroup param_group) => _parameter_groups.Add(param_group);

            /// <summary>Sets the gradients of all parameters to zero.</summary>
            public virtual void zero_grad()
            {
                foreach (Parameter parameter in parameters())
                {
                    Gradients.Clear(parameter, drop: false);
                }
            }

            /// <summary>Changes the parameters once.</summary>
            /// <param name="closure">Computes the loss, and its gradients, anew.</param>
            /// <returns>The closure's loss, or null.</returns>
            public virtual Tensor? step(Func<Tensor>? closure = null) => closure?.Invoke();

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (disposing)
                {
                    DisposeStates();
                }
            }

            private protected virtual void DisposeStates()
            {
            }

            /// <summary>The options of each group and the state of each parameter, in the groups' order.</summary>
            public class StateDictionary
            {
                internal StateDictionary()
                {
                }

                public List<OptimizerOptions> Options { get; } = [];

                public List<OptimizerState> State { get; } = [];

                /// <summary>For each group, the places of its parameters in <see cref="State"/>.</summary>
                public List<List<int>> StateIndexRef { get; } = [];
            }
        }

        public interface ILearningRateController
        {
            double LearningRate { get; set; }

            double InitialLearningRate { get; set; }
        }

        public interface IMomentum
        {
            double Momentum { get; set; }
        }

        public interface IBetas
        {
            (double, double) Betas { get; set; }
        }
    }
}
