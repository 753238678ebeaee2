// Back and Forward lead through the conversations and citations that were opened.
const addressed = () => new URL(location.href).searchParams.get('c') || '';
const placeOf = (hash) => hash.split(':')[0];
// Each step keeps which citation led to it, so that no other one looks open when one comes back.
const stepTo = (hash) => {
  const link = lastLink && {href: lastLink.getAttribute('href'), title: lastLink.title};
  if (phone.matches || placeOf(location.hash) === placeOf(hash)) {
    history.replaceState({...history.state, link}, '', location.pathname + location.search + hash);
  } else {
    history.pushState({link}, '', location.pathname + location.search + hash);
  }
};
const stepped = () => {
  window.reportsMoved = false;
  const link = history.state && history.state.link;
  lastLink = link ? Object.assign(document.createElement('a'), link) : null;
  if (link) showAsOpen(link.href, link.title); else style.textContent = '';
  fromAddress();
  // On a phone the sheet that held it has closed.
  if (!location.hash && !phone.matches && element.querySelector('article')) trigger('cite', {target: ''});
  followAddress();
};
addEventListener('popstate', stepped);

// One change of the conversation at a time, the page's own opening first: of two on their way either could come last.
const PATIENCE = 10000;
let underway = 0, behind = false, here = '', heard = 0, lost = 0;
const changing = () => {
  underway += 1;
  clearTimeout(lost);
  lost = setTimeout(() => { underway = 0; if (behind) followAddress(); }, PATIENCE);
};
const change = (data) => { changing(); trigger('change_conversation', data); };
// What is shown follows the address.
const followAddress = () => {
  behind = Boolean(underway);
  const id = addressed();
  if (behind || id === here) return;
  if (id) change({act: 'open', id, title: null}); else document.getElementById('new').click();
};
// The address follows what is shown: also one who goes back to what was deleted stays where the address no longer is.
const note = () => {
  const moved = window.reportsMoved;
  window.reportsMoved = false;
  if (addressed() === here) return;
  const url = new URL(location.href);
  if (here) url.searchParams.set('c', here); else url.searchParams.delete('c');
  if (moved && !here) url.hash = '';
  if (moved) history.pushState({}, '', url); else history.replaceState(history.state, '', url);
};
const hear = () => {
  for (const [told, changed] of (window.reportsTold || []).splice(0)) {
    const [at, id] = (told || '').split(' ');
    if (Number(at) > heard) { heard = Number(at); here = id; }
    if (changed) underway = Math.max(0, underway - 1);
  }
  if (underway || !heard) return;
  clearTimeout(lost);
  if (behind) followAddress(); else note();
};
window.reportsHear = hear;
changing();
hear();
