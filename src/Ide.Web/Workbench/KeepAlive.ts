/**
 * How a connection that has died without a word is noticed: the server says something at least every five seconds
 * (KeepAlive.cs), and one from which nothing has come for twelve is given up. In milliseconds.
 */
export const keepAlive = { interval: 5_000, timeout: 12_000 } as const;
