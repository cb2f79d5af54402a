// Drives the page in headless Chromium as a person does. Usage: node e2e/page.mjs URL PASSWORD [SHOTS]
// Exits 0 when all steps passed, 1 with the failed step, 3 when there is no Chromium.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const [base, password, shots] = process.argv.slice(2);
const browser = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((p) => p && existsSync(p));
if (!browser) {
  console.log('no Chromium found (looked at CHROMIUM and the usual places)');
  process.exit(3);
}

const app = await chromium.launch({
  executablePath: browser,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const page = await app.newPage({ viewport: { width: 1360, height: 860 } });
page.setDefaultTimeout(20_000);
const problems = [];
page.on('pageerror', (e) => problems.push(String(e)));

async function step(name, action) {
  try {
    await action();
    console.log(`ok    ${name}`);
  } catch (e) {
    console.log(`FAIL  ${name}: ${e.message}`);
    if (shots) await page.screenshot({ path: `${shots}/failed.png` });
    await app.close();
    process.exit(1);
  }
}
const shot = async (name) => shots && page.screenshot({ path: `${shots}/${name}.png` });

await step('a wrong password is refused in words', async () => {
  await page.goto(`${base}/`);
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByText('Invalid username or password').waitFor();
});
await step('the right one leads to the applications, live', async () => {
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /Applications/ }).waitFor();
  await page.getByRole('link', { name: 'k8s-blog-staging' }).waitFor();
  await page.getByText('● live').waitFor();
  await shot('list');
});
await step('the page says that the cluster is simulated', async () => {
  await page.getByText('simulated cluster').waitFor();
});
await step('the filter is reached by keyboard and narrows the list', async () => {
  await page.locator('body').press('/');
  await page.keyboard.type('inventory');
  await page.getByRole('link', { name: 'k8s-blog-staging' }).waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'inventory-system-production' }).waitFor();
});
await step('an application that waits shows what a sync would do', async () => {
  await page.getByRole('link', { name: 'inventory-system-production' }).click();
  await page.getByRole('heading', { name: 'inventory-system-production' }).waitFor();
  await page.getByRole('tab', { name: 'Differences' }).click();
  await page.getByText('would be created').first().waitFor();
  await shot('differences');
});
await step('a sync asked for on the page is followed without reload', async () => {
  await page.getByRole('tab', { name: 'Resources' }).click();
  await page.getByRole('button', { name: 'Sync' }).click();
  await page.locator('main').getByText('Healthy').first().waitFor();
  await page.getByText(/ReplicaSet/).first().waitFor();
  await page.getByText(/Pod/).first().waitFor();
  await shot('resources');
});
await step('the history tells of it', async () => {
  await page.getByRole('tab', { name: 'History' }).click();
  await page.getByRole('cell', { name: 'admin', exact: true }).waitFor();
  await shot('history');
});
await step('an unknown application is said to be unknown', async () => {
  await page.goto(`${base}/applications/no-such-application`);
  await page.getByText('No application no-such-application').waitFor();
});
await step('nothing broke on the way', async () => {
  if (problems.length) throw new Error(problems.join('; '));
});
await app.close();
