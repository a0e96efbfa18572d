import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Context } from "./driver.mjs";

describe("an interrupt", () => {
  let context;
  before(async () => {
    context = await Context.start();
    await context.run("const kept = 'kept'");
  });
  after(async () => assert.deepEqual(await context.close(), { code: 0, signal: null }));

  const cases = {
    "a loop": "while (true) {}",
    "a loop that catches everything": "while (true) { try { while (true) {} } catch { } finally { continue } }",
    "a loop after an await": "await 0; while (true) {}",
    "a loop after a timer": "await new Promise(r => setTimeout(r, 5)); while (true) {}",
    "a loop in a timer": "setTimeout(() => { while (true) {} }); await new Promise(() => {})",
    "a loop in every tick of a timer": "const endless = setInterval(() => { while (true) {} }, 1); await new Promise(() => {})",
    "a loop of microtasks": "const again = () => Promise.resolve().then(again); await again()",
    "a loop of nextTick": "const tick = () => process.nextTick(tick); tick(); await new Promise(() => {})",
    "a promise that never settles": "await new Promise(() => {})",
    "a flood": "while (true) console.log('x'.repeat(80))",
    "a child that is waited for": "require('child_process').execSync('sleep 60')",
    "a wait for memory": "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
    "input": "prompt('?')",
    "an expression that backtracks": ";/(a+)+$/.test('a'.repeat(40) + 'b')",
  };
  for (const [name, code] of Object.entries(cases)) {
    test(`ends ${name}, and the variables stay`, async () => {
      for (let round = 0; round < 2; round++) {
        const marker = `begun ${name} ${round}`;
        const begun = context.await(marker);
        context.begin(`console.log('${marker}')\n${code.replaceAll("const ", "var ")}`);
        await begun();
        await new Promise((resolve) => setTimeout(resolve, 30));
        context.interrupt();
        const events = await context.finish();
        assert.ok(["KeyboardInterrupt", "Error"].includes(events.at(-1).ename), JSON.stringify(events));
        assert.equal(await context.value("typeof endless === 'undefined' || clearInterval(endless); kept"), "'kept'");
      }
    });
  }

  test("of nothing does nothing", async () => {
    for (let round = 0; round < 20; round++) {
      context.interrupt();
      assert.equal(await context.value("1"), "1");
    }
  });

  test("leaves promises, timers and asynchronous storage in order", async () => {
    context.begin("const { AsyncLocalStorage } = require('async_hooks'); const storage = new AsyncLocalStorage();\n"
      + "storage.run('stale', () => { while (true) {} })");
    await new Promise((resolve) => setTimeout(resolve, 100));
    context.interrupt();
    await context.finish();
    assert.equal(await context.value(
      "const order = []; setTimeout(() => order.push('timer')); process.nextTick(() => order.push('tick'));"
      + "await new Promise(r => setTimeout(r, 20)); order.push(await require('fs').promises.readFile('/etc/hostname').then(() => 'file')); order"),
    "[ 'tick', 'timer', 'file' ]");
    assert.equal(await context.value("storage.getStore()"), undefined);
  });
});
