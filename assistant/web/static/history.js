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
  const shown = document.querySelector('#address :is(textarea, input)');
  const id = addressed();
  // A conversation that is on its way counts as shown: a second step in a row leads on from there.
  if (!shown || (window.reportsBound ?? shown.value) === id) return;
  window.reportsBound = id;
  if (id) trigger('change_conversation', {act: 'open', id, title: null}); else document.getElementById('new').click();
};
// Of several steps in a row only where they end is asked for: what answers the others could come last.
let stepping = 0;
addEventListener('popstate', () => { clearTimeout(stepping); stepping = setTimeout(stepped, 120); });
