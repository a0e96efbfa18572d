global using System.Diagnostics;
global using Bench.Hosts;
global using Bench.Measuring;
