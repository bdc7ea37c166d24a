/**
 * Tells the style sheet how high the visible part of the page is. iOS lays its keyboard over the page
 * instead of making the page smaller, which would hide the composer.
 */
export function followViewport() {
  const viewport = window.visualViewport;
  if (!viewport) return;
  const follow = () => {
    // While zoomed in, the visible part is small for another reason.
    if (viewport.scale > 1.01) return;
    document.documentElement.style.setProperty('--viewport-height', `${viewport.height}px`);
    window.scrollTo(0, 0);
  };
  viewport.addEventListener('resize', follow);
  viewport.addEventListener('scroll', follow);
}
