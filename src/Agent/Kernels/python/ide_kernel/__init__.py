"""The part of a Python context that is not the user's: runs cells, and tells the Agent what they show.

    frames, channel      what travels between the driver and the Agent, and who may read and write it
    streams, flusher     the standard descriptors: buffered for speed, flushed in time, in order
    interrupts           what SIGINT does, and what it does to code that swallows it
    shell, display       IPython's shell, with its displays sent as frames
    execution, errors    one cell: its value, its error, its end
    figures, charts      matplotlib figures as pictures and as data
    tables, values       data frames, dicts and lists as data
    introspection        completion, inspection, variables
    context, forkserver  how a context comes to be: cold, or forked from a process with everything imported
"""
