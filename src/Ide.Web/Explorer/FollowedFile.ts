/** How the tree stands when another file may have come to the front in the editor. */
export interface TreeNow {
  /** Where somebody can see it. */
  readonly isShown: boolean;
  /** Its person is at work in it. */
  readonly isBusy: boolean;
}

/**
 * Which file the tree should show because it has come to the front in the editor: each once, so that whoever then goes elsewhere
 * in the tree is left there, and none while its person is at work in it. A tree that is out of sight is told when it is back.
 */
export class FollowedFile {
  #last: string | undefined;

  /** @returns The file that is to be shown now; undefined: none. */
  next(inFront: string | undefined, { isShown, isBusy }: TreeNow): string | undefined {
    if (inFront === this.#last || !isShown) {
      return undefined;
    }

    // A page that was loaded anew has given the keyboard back to the tree: nobody has done anything there yet.
    const isFirst = this.#last === undefined;
    this.#last = inFront;
    return isBusy && !isFirst ? undefined : inFront;
  }
}
