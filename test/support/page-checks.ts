import type { Page } from 'playwright-core';

/** What of a page keeps people from using it: too faint texts, controls without a name, a page wider than its window. */
export async function hindrances(page: Page): Promise<readonly string[]> {
  return [...(await page.evaluate(faint)), ...(await page.evaluate(nameless)), ...(await page.evaluate(tooWide))];
}

/** Texts with less than 4.5:1 to what is behind them. Runs in the page. */
function faint(): string[] {
  const parts = (colour: string): number[] => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const light = (colour: string): number =>
    [0.2126, 0.7152, 0.0722].reduce((sum, share, index) => {
      const part = (parts(colour).at(index) ?? 0) / 255;
      return sum + share * (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    }, 0);
  const behind = (start: Element): string => {
    for (let element: Element | null = start; element; element = element.parentElement) {
      const { backgroundColor } = getComputedStyle(element);
      if ((parts(backgroundColor).at(3) ?? 1) !== 0) return backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  };
  const texts = [...document.querySelectorAll('body *')].filter((element) =>
    [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()),
  );
  return texts.flatMap((element) => {
    const [one, other] = [light(getComputedStyle(element).color), light(behind(element))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    return ratio < 4.5 ? [`faint, ${ratio.toFixed(2)}: ${element.textContent}`] : [];
  });
}

/** Controls without a name. Runs in the page. */
function nameless(): string[] {
  const fields = [...document.querySelectorAll<HTMLInputElement>('input:not([type=hidden]), select')];
  const others = [...document.querySelectorAll('button, a, summary')];
  return [
    ...fields.filter(({ labels }) => (labels?.length ?? 0) === 0),
    ...others.filter((one) => !one.textContent.trim()),
  ].map(({ outerHTML }) => `without a name: ${outerHTML}`);
}

/** Runs in the page. */
function tooWide(): string[] {
  const { scrollWidth } = document.documentElement;
  return scrollWidth > innerWidth ? [`${scrollWidth} pixels wide`] : [];
}
