"""Where the driver begins: a context started cold, or the fork server that contexts are forked from.

    context --in FD --out FD         the two private pipes to the Agent, see frames
    forkserver --socket FD           see forkserver
"""


def start(arguments):
    descriptors = dict(zip(arguments[1::2], map(int, arguments[2::2])))
    if arguments[0] == "context":
        from ide_kernel import context
        context.run_cold(descriptors["--in"], descriptors["--out"])
    else:
        from ide_kernel import forkserver
        forkserver.serve(descriptors["--socket"])
